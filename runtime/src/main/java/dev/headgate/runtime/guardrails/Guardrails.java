package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.guardrails.EmbeddingDetector;
import dev.headgate.kernel.guardrails.Finding;
import dev.headgate.kernel.guardrails.Outcome;
import dev.headgate.kernel.guardrails.Stage;
import dev.headgate.kernel.guardrails.Verdict;
import dev.headgate.kernel.search.Chunk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// The guardrails of a feature, or of a project's calls to models, ready to run. Immutable,
/// thread-safe.
public final class Guardrails {
  public static final Guardrails NONE =
      new Guardrails(GuardrailsConfig.NONE, Map.of(), GroundingPolicy.NONE);

  private static final System.Logger LOG = System.getLogger(Guardrails.class.getName());

  private final GuardrailsConfig config;
  private final Map<Stage, List<Guardrail>> byStage;
  private final GroundingPolicy grounding;

  private Guardrails(
      GuardrailsConfig config, Map<Stage, List<Guardrail>> byStage, GroundingPolicy grounding) {
    this.config = config;
    this.byStage = byStage;
    this.grounding = grounding;
  }

  /// @param embeddings the models in this process, by name
  public static Guardrails of(
      GuardrailsConfig config, Function<String, EmbeddingModel> embeddings) {
    var byStage = new EnumMap<Stage, List<Guardrail>>(Stage.class);
    for (var declared : config.guardrails()) {
      var guardrail =
          declared.detector() instanceof EmbeddingDetector detector
              ? declared.with(detector.with(embeddings.apply(detector.embedding())))
              : declared;
      for (var stage : guardrail.stages()) {
        byStage.computeIfAbsent(stage, _ -> new ArrayList<>()).add(guardrail);
      }
    }
    var grounding = config.grounding().with(embeddings);
    return byStage.isEmpty() && !config.pii().isOn() && !grounding.isOn()
        ? NONE
        : new Guardrails(config, byStage, grounding);
  }

  /// These guardrails and, behind them, the others.
  ///
  /// @param terms the deadline of all, and what becomes of what they block
  public Guardrails and(Guardrails others, GuardrailsConfig terms) {
    var both = new EnumMap<Stage, List<Guardrail>>(Stage.class);
    byStage.forEach((stage, guardrails) -> both.put(stage, new ArrayList<>(guardrails)));
    others.byStage.forEach((stage, guardrails) ->
        both.computeIfAbsent(stage, _ -> new ArrayList<>()).addAll(guardrails));
    return new Guardrails(terms, both, others.grounding.isOn() ? others.grounding : grounding);
  }

  public boolean checks(Stage stage) {
    return byStage.containsKey(stage);
  }

  public OnBlock onBlock() {
    return config.onBlock();
  }

  public String reply() {
    return config.reply();
  }

  /// Keeps what is taken out of the texts of one call.
  public PiiVault vault() {
    return config.pii().open();
  }

  /// What judges the claims of an answer; empty if nobody does.
  ///
  /// @param sources what the answer may rest on
  /// @param asked what the caller said
  public Optional<ClaimCheck> claims(List<Chunk> sources, String asked) {
    var grounder = grounding.grounder();
    if (grounder == null || !grounding.isOn()) {
      return Optional.empty();
    }
    return Optional.of(
        new ClaimCheck(
            grounding,
            grounder.on(sources, asked, grounding.threshold()),
            grounder.unsupportedBelow(),
            config.deadline()));
  }

  /// Runs all checks of a stage side by side, and returns when every one has answered or the
  /// deadline has passed: one judgement a guardrail, over all texts.
  public List<Judgement> check(Stage stage, List<Passage> passages) {
    var guardrails = byStage.getOrDefault(stage, List.of());
    if (guardrails.isEmpty() || passages.isEmpty()) {
      return List.of();
    }
    var began = System.nanoTime();
    var checks = guardrails.stream().map(one -> start(one, stage, passages)).toList();
    var judgements = new ArrayList<Judgement>(checks.size());
    for (int i = 0; i < checks.size(); i++) {
      var left = config.deadline().toNanos() - (System.nanoTime() - began);
      judgements.add(await(checks.get(i), guardrails.get(i), stage, left));
    }
    return judgements;
  }

  /// The first judgement that lets a text go no further.
  public static Optional<Judgement> blocking(List<Judgement> judgements) {
    return judgements.stream().filter(Judgement::blocks).findFirst();
  }

  /// What a caller is told of a block.
  public static CallFailed blocked(Judgement by) {
    var verdict = by.verdict();
    if (verdict.outcome() == Outcome.UNSURE) {
      return new CallFailed(
          ErrorCode.GUARDRAIL_BLOCKED,
          "guardrail \"%s\" could not check the %s (%s), and what is not checked does not pass; send the call again, raise guardrails.deadline, or set its on-failure to open"
              .formatted(verdict.guardrail(), by.stageName(), by.detail()));
    }
    var what =
        verdict.findings().stream()
            .filter(finding -> finding.score() == verdict.score())
            .findFirst()
            .map(Finding::kind)
            .orElse("it");
    return new CallFailed(
            ErrorCode.GUARDRAIL_BLOCKED,
            "guardrail \"%s\" blocked the %s: %s in %s scores %.2f, from %.2f on it is blocked"
                .formatted(
                    verdict.guardrail(),
                    by.stageName(),
                    what,
                    by.source(),
                    verdict.score(),
                    by.threshold()))
        .blaming(by.source());
  }

  private static Future<Judgement> start(Guardrail guardrail, Stage stage, List<Passage> passages) {
    var task = new FutureTask<>(() -> judge(guardrail, stage, passages));
    Thread.ofVirtual().name("guardrail " + guardrail.name()).start(task);
    return task;
  }

  private static Judgement await(
      Future<Judgement> check, Guardrail guardrail, Stage stage, long nanos) {
    try {
      return check.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      check.cancel(true);
      return unsure(guardrail, stage, "its deadline passed", nanos);
    } catch (ExecutionException e) {
      LOG.log(System.Logger.Level.ERROR, "guardrail " + guardrail.name() + " failed", e.getCause());
      return unsure(guardrail, stage, "the check failed", nanos);
    } catch (InterruptedException _) {
      check.cancel(true);
      Thread.currentThread().interrupt();
      return unsure(guardrail, stage, "the check was interrupted", nanos);
    }
  }

  private static Judgement unsure(Guardrail guardrail, Stage stage, String detail, long nanos) {
    return new Judgement(
        stage,
        "",
        new Verdict(guardrail.name(), Outcome.UNSURE, 0, List.of()),
        guardrail.threshold(),
        guardrail.mode(),
        guardrail.onFailure(),
        detail,
        nanos);
  }

  private static Judgement judge(Guardrail guardrail, Stage stage, List<Passage> passages) {
    var began = System.nanoTime();
    var source = passages.getFirst().source();
    Finding worst = null;
    var counting = List.<Finding>of();
    for (var passage : passages) {
      if (Thread.interrupted()) {
        break;
      }
      var findings = guardrail.detector().find(passage.text());
      var here = findings.stream().max(worseBy(guardrail)).orElse(null);
      if (here != null && (worst == null || worseBy(guardrail).compare(here, worst) > 0)) {
        worst = here;
        source = passage.source();
        counting = findings.stream().filter(guardrail::counts).toList();
      }
    }
    return new Judgement(
        stage,
        source,
        new Verdict(
            guardrail.name(),
            outcome(guardrail, !counting.isEmpty()),
            worst == null ? 0 : worst.score(),
            counting),
        worst == null ? guardrail.threshold() : guardrail.thresholdOf(worst.kind()),
        guardrail.mode(),
        guardrail.onFailure(),
        "",
        System.nanoTime() - began);
  }

  // What counts is worse than what does not, whatever their scores.
  private static Comparator<Finding> worseBy(Guardrail guardrail) {
    return Comparator.comparing(guardrail::counts).thenComparingDouble(Finding::score);
  }

  private static Outcome outcome(Guardrail guardrail, boolean isFound) {
    if (!isFound) {
      return Outcome.PASS;
    }
    return guardrail.removes() ? Outcome.MASK : Outcome.BLOCK;
  }
}
