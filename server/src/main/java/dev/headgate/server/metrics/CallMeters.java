package dev.headgate.server.metrics;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.runtime.traces.CallObserver;
import dev.headgate.runtime.traces.ModelUse;
import dev.headgate.runtime.traces.Trace;
import dev.headgate.store.traces.TraceEntry;
import dev.headgate.store.traces.TraceOrigin;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Counts and times calls, and the tokens that they took.
///
/// Names, labels and buckets of `gen_ai.*`: OpenTelemetry semantic conventions for generative AI
/// clients.
final class CallMeters implements CallObserver {
  /// Stands for every model that is not declared.
  private static final String OTHER = "_other";

  private static final String OK = "ok";
  private static final String FEATURE = "feature";

  private static final Duration[] DURATION_BUCKETS =
      Arrays.stream(
              new int[] {
                10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 5_120, 10_240, 20_480, 40_960, 81_920
              })
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);
  private static final double[] TOKEN_BUCKETS = {
    1,
    4,
    16,
    64,
    256,
    1_024,
    4_096,
    16_384,
    65_536,
    262_144,
    1_048_576,
    4_194_304,
    16_777_216,
    67_108_864
  };

  /// What tells apart who asked which model for what.
  private record TokenKey(
      String operation, String provider, String requestModel, String feature, String tier) {
    Tags tags() {
      return Tags.of(
          "gen_ai_operation_name",
          operation.equals(FEATURE) ? "invoke_agent" : operation,
          "gen_ai_provider_name",
          provider,
          "gen_ai_request_model",
          requestModel,
          "headgate_feature",
          feature,
          "headgate_tier",
          tier);
    }
  }

  private record ContractKey(String feature, String release, String outcome) {}

  private record ClaimKey(String feature, String release, String verdict) {}

  private record VerdictKey(
      String guardrail, String stage, String mode, String outcome, String feature) {}

  private record Key(TokenKey asked, String status) {}

  /// The meters of calls that are alike, looked up once.
  private record Meters(Timer duration, Timer firstChunk) {}

  private record TokenMeters(DistributionSummary input, DistributionSummary output) {}

  private final MeterRegistry registry;
  private final Predicate<String> isDeclared;
  private final TierMeters tiers;
  private final Map<Key, Meters> meters = new ConcurrentHashMap<>();
  private final Map<ContractKey, Counter> contracts = new ConcurrentHashMap<>();
  private final Map<ClaimKey, Counter> claims = new ConcurrentHashMap<>();
  private final Map<TokenKey, TokenMeters> tokens = new ConcurrentHashMap<>();
  private final Map<VerdictKey, Counter> verdicts = new ConcurrentHashMap<>();

  CallMeters(MeterRegistry registry, Predicate<String> isDeclared) {
    this.registry = registry;
    this.isDeclared = isDeclared;
    this.tiers = new TierMeters(registry);
  }

  @Override
  public void ended(TraceEntry entry, List<ModelUse> uses, long nanosToFirstChunk) {
    var found = meters.computeIfAbsent(key(entry), this::meters);
    found.duration.record(entry.durationMicros(), TimeUnit.MICROSECONDS);
    if (nanosToFirstChunk >= 0) {
      found.firstChunk.record(nanosToFirstChunk, TimeUnit.NANOSECONDS);
    }
    for (var use : uses) {
      if (!use.usage().equals(Usage.NONE)) {
        count(entry.origin(), use);
      }
    }
  }

  @Override
  public void resolved(String feature, String release, String tier, String outcome) {
    tiers.resolved(feature, release, tier, outcome);
  }

  @Override
  public void contract(String feature, String release, String outcome) {
    contracts
        .computeIfAbsent(
            new ContractKey(feature, release, outcome),
            key ->
                Counter.builder("headgate.contracts.answers")
                    .description("Answers that follow an output contract, by how they came to")
                    .tags(
                        "headgate_feature",
                        key.feature,
                        "headgate_release",
                        key.release,
                        "outcome",
                        key.outcome)
                    .register(registry))
        .increment();
  }

  @Override
  public void claim(String feature, String release, String verdict) {
    claims
        .computeIfAbsent(
            new ClaimKey(feature, release, verdict),
            key ->
                Counter.builder("headgate.guardrails.claims")
                    .description(
                        "Claims of answers, by what the documents that they were made from say")
                    .tags(
                        "headgate_feature",
                        key.feature,
                        "headgate_release",
                        key.release,
                        "verdict",
                        key.verdict)
                    .register(registry))
        .increment();
  }

  @Override
  public void judged(TraceEntry entry, List<Trace.Evaluation> evaluations) {
    for (var made : evaluations) {
      verdicts
          .computeIfAbsent(
              new VerdictKey(
                  made.verdict().guardrail(),
                  made.stage(),
                  made.mode(),
                  made.verdict().outcome().name().toLowerCase(Locale.ROOT),
                  entry.origin().feature()),
              this::verdicts)
          .increment();
    }
  }

  private Counter verdicts(VerdictKey key) {
    return Counter.builder("headgate.guardrails.verdicts")
        .description("What guardrails said of the texts of calls, one a guardrail, stage and call")
        .tags(
            "guardrail",
            key.guardrail,
            "stage",
            key.stage,
            "mode",
            key.mode,
            "outcome",
            key.outcome,
            "headgate_feature",
            key.feature)
        .register(registry);
  }

  private void count(TraceOrigin origin, ModelUse use) {
    var found =
        tokens.computeIfAbsent(
            new TokenKey(
                origin.operation(),
                use.asked().system(),
                declared(use.asked().requested()),
                origin.feature(),
                use.tier()),
            this::tokenMeters);
    found.input.record((double) use.usage().input().total());
    found.output.record((double) use.usage().output().total());
  }

  private Key key(TraceEntry entry) {
    var origin = entry.origin();
    var outcome = entry.outcome();
    return new Key(
        new TokenKey(
            origin.operation(),
            outcome.provider(),
            declared(outcome.requestModel()),
            origin.feature(),
            outcome.tier()),
        outcome.status());
  }

  private String declared(String model) {
    return model.isEmpty() || isDeclared.test(model) ? model : OTHER;
  }

  private Meters meters(Key key) {
    var tags = key.asked.tags();
    return new Meters(
        timer("gen_ai.client.operation.duration", "From the call to the end of its answer")
            .tags(tags.and("error_type", key.status.equals(OK) ? "" : key.status))
            .register(registry),
        timer(
                "gen_ai.client.operation.time_to_first_chunk",
                "From the call to the first piece of its streamed answer")
            .tags(tags)
            .register(registry));
  }

  private TokenMeters tokenMeters(TokenKey key) {
    return new TokenMeters(tokens(key.tags(), "input"), tokens(key.tags(), "output"));
  }

  private static Timer.Builder timer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(DURATION_BUCKETS);
  }

  private DistributionSummary tokens(Tags tags, String type) {
    return DistributionSummary.builder("gen_ai.client.token.usage")
        .description("Tokens that a model took in one call, as its provider reported them")
        .tags(tags.and("gen_ai_token_type", type))
        .serviceLevelObjectives(TOKEN_BUCKETS)
        .register(registry);
  }
}
