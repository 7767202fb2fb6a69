package dev.headgate.runtime.boundaries;

import dev.headgate.kernel.config.Names;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides which deployments may take a call, by the class of its data and the rules that hold for
/// it. Immutable, thread-safe.
public final class Boundaries {
  public static final Boundaries NONE = new Boundaries(BoundariesConfig.NONE, Map.of());

  /// The deployments that may take a call.
  ///
  /// @param objections a sentence for each that may not, for the trace
  public record Choice(List<DeploymentTags> allowed, List<String> objections) {
    public Choice {
      allowed = List.copyOf(allowed);
      objections = List.copyOf(objections);
    }
  }

  private final BoundariesConfig config;
  private final Map<String, ProviderTags> providers;

  /// @param providers what each declared provider says, by name
  public Boundaries(BoundariesConfig config, Map<String, ProviderTags> providers) {
    this.config = config;
    this.providers = Map.copyOf(providers);
  }

  /// The tags of a model at a declared provider.
  public DeploymentTags tags(String provider, String model) {
    var tags = providers.getOrDefault(provider, ProviderTags.NONE);
    return new DeploymentTags(provider + "/" + model, provider, tags.region(), tags.accepts());
  }

  /// The class of a call's data: the most sensitive of those that are named, or the default. Empty
  /// if no classes are declared.
  ///
  /// @param asked what the caller says about this one call, empty if nothing; throws [CallFailed]
  ///   if it is no class
  public String classOf(List<DataRule> rules, String asked) {
    if (!asked.isEmpty() && !config.classes().contains(asked)) {
      throw new CallFailed(
          ErrorCode.INVALID_REQUEST,
          "the header x-headgate-data-class is \"%s\", and %s"
              .formatted(
                  Names.shown(asked),
                  BoundariesConfig.unknown(Names.shown(asked), config.classes())));
    }
    var named = rank(asked);
    for (var rule : rules) {
      named = Math.max(named, rank(rule.dataClass()));
    }
    return named < 0 ? config.defaultClass() : config.classes().get(named);
  }

  /// Why a call must not go to a deployment; empty if it may.
  public Optional<String> objection(String dataClass, List<DataRule> rules, DeploymentTags to) {
    if (!accepts(to, dataClass)) {
      return Optional.of(
          "deployment \"%s\" does not accept %s data; add the class to accepts of provider \"%s\" if it may"
              .formatted(to.name(), dataClass, to.provider()));
    }
    for (var rule : rules) {
      if (!rule.regions().isEmpty() && !rule.regions().contains(to.region())) {
        return Optional.of(
            "deployment \"%s\" is in %s, and the call may go to %s only"
                .formatted(
                    to.name(),
                    to.region().isEmpty() ? "no declared region" : "region " + to.region(),
                    String.join(", ", rule.regions())));
      }
      if (!rule.providers().isEmpty() && !rule.providers().contains(to.provider())) {
        return Optional.of(
            "deployment \"%s\" belongs to provider \"%s\", and the call may go to %s only"
                .formatted(to.name(), to.provider(), String.join(", ", rule.providers())));
      }
    }
    return Optional.empty();
  }

  /// Sorts candidates, keeping their order.
  public Choice choose(String dataClass, List<DataRule> rules, List<DeploymentTags> candidates) {
    var allowed = new ArrayList<DeploymentTags>(candidates.size());
    var objections = new ArrayList<String>();
    for (var candidate : candidates) {
      objection(dataClass, rules, candidate)
          .ifPresentOrElse(objections::add, () -> allowed.add(candidate));
    }
    return new Choice(allowed, objections);
  }

  /// The same, but throws [CallFailed] with `DATA_BOUNDARY` if nothing is left.
  public Choice require(String dataClass, List<DataRule> rules, List<DeploymentTags> candidates) {
    var choice = choose(dataClass, rules, candidates);
    if (choice.allowed().isEmpty()) {
      throw new CallFailed(
          ErrorCode.DATA_BOUNDARY,
          "no deployment may take the call: " + choice.objections().get(0));
    }
    return choice;
  }

  private boolean accepts(DeploymentTags to, String dataClass) {
    if (dataClass.isEmpty()) {
      return true;
    }
    return to.accepts().isEmpty()
        ? rank(dataClass) <= rank(config.defaultClass())
        : to.accepts().contains(dataClass);
  }

  // A class that a reload has removed is taken for the most sensitive one.
  private int rank(String dataClass) {
    if (dataClass.isEmpty() || config.classes().isEmpty()) {
      return -1;
    }
    var rank = config.classes().indexOf(dataClass);
    return rank < 0 ? config.classes().size() - 1 : rank;
  }
}
