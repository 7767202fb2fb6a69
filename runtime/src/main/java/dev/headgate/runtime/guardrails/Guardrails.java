package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.guardrails.Canary;
import dev.headgate.kernel.guardrails.EmbeddingDetector;
import dev.headgate.kernel.guardrails.Finding;
import dev.headgate.kernel.guardrails.Instructions;
import dev.headgate.kernel.guardrails.Outcome;
import dev.headgate.kernel.guardrails.PromptDetector;
import dev.headgate.kernel.guardrails.Stage;
import dev.headgate.kernel.guardrails.Verdict;
import dev.headgate.kernel.search.Chunk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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
      new Guardrails(GuardrailsConfig.NONE, Map.of(), Map.of(), GroundingPolicy.NONE, Canary.NONE);

  private static final System.Logger LOG = System.getLogger(Guardrails.class.getName());

  // Whoever asks a model for a check ends it at its deadline; this is for winding up.
  private static final Duration GRACE = Duration.ofMillis(200);

  private final GuardrailsConfig config;
  private final Map<Stage, List<Guardrail>> byStage;
  private final Map<Stage, List<ModelCheck>> checks;
  private final GroundingPolicy grounding;
  private final Canary canary;

  /// @param canary that prompts carry, [Canary#NONE] if nobody looks for it
  private Guardrails(
      GuardrailsConfig config,
      Map<Stage, List<Guardrail>> byStage,
      Map<Stage, List<ModelCheck>> checks,
      GroundingPolicy grounding,
      Canary canary) {
    this.config = config;
    this.byStage = byStage;
    this.checks = checks;
    this.grounding = grounding;
    this.canary = canary;
  }

  /// @param embeddings the models in this process, by name
  /// @param canary that prompts may carry
  public static Guardrails of(
      GuardrailsConfig config, Function<String, EmbeddingModel> embeddings, Canary canary) {
    var byStage = new EnumMap<Stage, List<Guardrail>>(Stage.class);
    var wantsCanary = false;
    for (var declared : config.guardrails()) {
      var guardrail =
          declared.detector() instanceof EmbeddingDetector detector
              ? declared.with(detector.with(embeddings.apply(detector.embedding())))
              : declared;
      wantsCanary |=
          declared.detector() instanceof PromptDetector detector && detector.wantsCanary();
      for (var stage : guardrail.stages()) {
        byStage.computeIfAbsent(stage, _ -> new ArrayList<>()).add(guardrail);
      }
    }
    var checks = new EnumMap<Stage, List<ModelCheck>>(Stage.class);
    for (var check : config.checks()) {
      for (var stage : check.terms().stages()) {
        checks.computeIfAbsent(stage, _ -> new ArrayList<>()).add(check);
      }
    }
    var grounding = config.grounding().with(embeddings);
    return byStage.isEmpty() && checks.isEmpty() && !config.pii().isOn() && !grounding.isOn()
        ? NONE
        : new Guardrails(config, byStage, checks, grounding, wantsCanary ? canary : Canary.NONE);
  }

  /// These guardrails and, behind them, the others.
  ///
  /// @param terms the deadline of all, and what becomes of what they block
  public Guardrails and(Guardrails others, GuardrailsConfig terms) {
    return new Guardrails(
        terms,
        both(byStage, others.byStage),
        both(checks, others.checks),
        others.grounding.isOn() ? others.grounding : grounding,
        others.canary.isNone() ? canary : others.canary);
  }

  private static <T> Map<Stage, List<T>> both(
      Map<Stage, List<T>> first, Map<Stage, List<T>> second) {
    var both = new EnumMap<Stage, List<T>>(Stage.class);
    first.forEach((stage, some) -> both.put(stage, new ArrayList<>(some)));
    second.forEach(
        (stage, more) -> both.computeIfAbsent(stage, _ -> new ArrayList<>()).addAll(more));
    return both;
  }

  /// Whether it matters what a model was told.
  public boolean judgesByPrompt() {
    return byStage.getOrDefault(Stage.OUTPUT, List.of()).stream()
        .anyMatch(one -> one.detector() instanceof PromptDetector);
  }

  /// The same for the answer to one prompt.
  public Guardrails on(Instructions told) {
    var output = byStage.getOrDefault(Stage.OUTPUT, List.of());
    var ready = new EnumMap<Stage, List<Guardrail>>(byStage);
    ready.put(
        Stage.OUTPUT,
        output.stream()
            .map(one ->
                one.detector() instanceof PromptDetector detector
                    ? one.with(detector.on(told))
                    : one)
            .toList());
    return new Guardrails(config, ready, checks, grounding, canary);
  }

  /// The token that a system prompt has to carry, [Canary#NONE] if none.
  public Canary canary() {
    return canary;
  }

  /// Whether detectors check the texts of a stage.
  public boolean checks(Stage stage) {
    return byStage.containsKey(stage);
  }

  /// Whether models are asked about the texts of a stage.
  public boolean asks(Stage stage) {
    return checks.containsKey(stage);
  }

  /// Whether an answer must be whole before any of it is given out.
  public boolean judgesWholes() {
    return checks.getOrDefault(Stage.OUTPUT, List.of()).stream()
        .anyMatch(check -> check.terms().mode() == Mode.ENFORCE);
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

  /// Runs all checks of a stage side by side, and returns when every one has answered or its
  /// deadline has passed: one judgement a guardrail, over all texts.
  ///
  /// @param passages for detectors
  /// @param whole for models that are asked; empty if it is too early to ask them
  public List<Judgement> check(
      Stage stage, List<Passage> passages, List<Passage> whole, Asking asking) {
    var began = System.nanoTime();
    var running = new ArrayList<Running>();
    if (!passages.isEmpty()) {
      for (var guardrail : byStage.getOrDefault(stage, List.of())) {
        Callable<Judgement> judging = () -> judge(guardrail, stage, passages);
        running.add(start(guardrail.terms(), config.deadline(), judging));
      }
    }
    if (!whole.isEmpty()) {
      for (var check : checks.getOrDefault(stage, List.of())) {
        Callable<Judgement> judging = () -> judge(check, stage, whole, asking);
        running.add(start(check.terms(), check.deadline().plus(GRACE), judging));
      }
    }
    var judgements = new ArrayList<Judgement>(running.size());
    for (var one : running) {
      judgements.add(await(one, stage, one.deadline.toNanos() - (System.nanoTime() - began)));
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
          "guardrail \"%s\" could not check the %s (%s), and what is not checked does not pass; send the call again, raise its deadline, or set its on-failure to open"
              .formatted(verdict.guardrail(), by.stageName(), by.detail()));
    }
    var what =
        verdict.findings().stream()
            .filter(finding -> finding.score() == verdict.score())
            .findFirst()
            .map(Finding::kind)
            .orElse("what it says");
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

  /// A check at work.
  private record Running(GuardrailTerms terms, Duration deadline, Future<Judgement> task) {}

  private static Running start(
      GuardrailTerms terms, Duration deadline, Callable<Judgement> judging) {
    var task = new FutureTask<>(judging);
    Thread.ofVirtual().name("guardrail " + terms.name()).start(task);
    return new Running(terms, deadline, task);
  }

  private static Judgement await(Running check, Stage stage, long nanos) {
    try {
      return check.task.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      check.task.cancel(true);
      return unsure(check.terms, stage, "its deadline passed", nanos);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CallFailed failed) {
        return unsure(check.terms, stage, failed.message(), nanos);
      }
      LOG.log(
          System.Logger.Level.ERROR, "guardrail " + check.terms.name() + " failed", e.getCause());
      return unsure(check.terms, stage, "the check failed", nanos);
    } catch (InterruptedException _) {
      check.task.cancel(true);
      Thread.currentThread().interrupt();
      return unsure(check.terms, stage, "the check was interrupted", nanos);
    }
  }

  private static Judgement unsure(GuardrailTerms terms, Stage stage, String detail, long nanos) {
    return judgement(
        terms, terms.threshold(), stage, "", Outcome.UNSURE, 0, List.of(), detail, nanos);
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
    return judgement(
        guardrail.terms(),
        worst == null ? guardrail.threshold() : guardrail.thresholdOf(worst.kind()),
        stage,
        source,
        outcome(guardrail, !counting.isEmpty()),
        worst == null ? 0 : worst.score(),
        counting,
        "",
        System.nanoTime() - began);
  }

  private static Judgement judge(
      ModelCheck check, Stage stage, List<Passage> passages, Asking asking) {
    var began = System.nanoTime();
    var opinion = asking.ask(check, stage, passages);
    var source =
        passages.size() == 1 ? passages.getFirst().source() : GuardrailTerms.written(stage);
    var threshold = check.terms().threshold();
    return judgement(
        check.terms(),
        threshold,
        stage,
        source,
        opinion.score() > 0 && opinion.score() >= threshold ? Outcome.BLOCK : Outcome.PASS,
        opinion.score(),
        List.of(),
        opinion.reason(),
        System.nanoTime() - began);
  }

  private static Judgement judgement(
      GuardrailTerms terms,
      double threshold,
      Stage stage,
      String source,
      Outcome outcome,
      double score,
      List<Finding> findings,
      String detail,
      long nanos) {
    return new Judgement(
        stage,
        source,
        new Verdict(terms.name(), outcome, score, findings),
        threshold,
        terms.mode(),
        terms.onFailure(),
        detail,
        nanos);
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
