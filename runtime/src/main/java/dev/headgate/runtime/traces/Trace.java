package dev.headgate.runtime.traces;

import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.answers.AnswerKind;
import dev.headgate.kernel.answers.Claim;
import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.guardrails.Verdict;
import dev.headgate.kernel.money.Money;
import dev.headgate.kernel.search.Hit;
import dev.headgate.runtime.access.Caller;
import dev.headgate.store.traces.TraceEntry;
import dev.headgate.store.traces.TraceOrigin;
import dev.headgate.store.traces.TraceOutcome;
import dev.headgate.store.traces.TraceTokens;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The record of one call while it runs. Closed without [#succeed] or [#fail] it says that the call
/// failed by a bug. One thread at a time.
public final class Trace implements AutoCloseable {
  /// Wall time of one step.
  ///
  /// @param name such as `retrieval.dense`
  /// @param startNanos since the call began
  public record Span(String name, long startNanos, long nanos) {}

  /// A step of the fallback chain that was tried.
  ///
  /// @param outcome what its answer is to the caller, or why the call moved on
  /// @param usage what its provider reported
  public record TierAttempt(String tier, String outcome, AskedModel asked, Usage usage) {}

  /// One attempt at a deployment of a model.
  ///
  /// @param outcome `answered`, or why not
  /// @param usage what its provider reported
  /// @param untold whether the provider has not said all that it took
  public record ModelAttempt(
      AskedModel asked, String outcome, long nanos, Usage usage, boolean untold) {}

  /// Which of two models was chosen by difficulty.
  ///
  /// @param requested the model that was asked for
  /// @param chosen the one that was asked in its place
  /// @param score the probability that the harder one does better; NaN if nobody can tell
  /// @param by what has decided
  public record ModelChoice(
      String requested, String chosen, double score, double threshold, String by) {}

  /// A custom check that a model has made, or should have.
  ///
  /// @param stage such as `output`
  /// @param outcome `answered`, or why there was no verdict
  /// @param usage what its provider reported
  public record CheckAttempt(
      String check, String stage, AskedModel asked, String outcome, Usage usage, Span span) {}

  /// What a guardrail said of a text.
  ///
  /// @param stage such as `input`
  /// @param source of the text, such as `messages[2]`
  /// @param mode `shadow` or `enforce`
  /// @param blocks whether the text goes no further because of it
  /// @param detail why the check could not decide, or the reason that a model gave; may be empty
  public record Evaluation(
      String stage,
      String source,
      Verdict verdict,
      double threshold,
      String mode,
      boolean blocks,
      String detail,
      long nanos) {
    boolean isWorseThan(Evaluation other) {
      return blocks == other.blocks ? verdict.score() > other.verdict.score() : blocks;
    }
  }

  private static final String OK = "ok";

  private final Traces traces;
  final String id;
  final long startedAtMillis;
  private final long startNanos;
  final Caller by;
  final String user;
  final String operation;

  String feature = "";
  String release = "";
  String promptVersion = "";
  AskedModel asked = AskedModel.NONE;
  String intent = "";
  double intentProbability;
  String intentBy = "";
  String collectionVersion = "";
  int contextTokens;
  int contextWindow;
  List<Hit> candidates = List.of();
  int candidatesUsed;
  Map<String, Object> input = Map.of();
  List<ChatMessage> history = List.of();
  @Nullable Answer answer;
  String claimedBy = "";
  List<Claim> claims = List.of();
  @Nullable Completion completion;
  Usage usage = Usage.NONE;
  Money cost = Money.ZERO;
  boolean isCached;
  String outcome = "";
  String review = "";
  List<String> ignored = List.of();
  byte @Nullable [] requestBody;
  @Nullable ByteArrayOutputStream responseBody;
  String status = ErrorCode.INTERNAL_ERROR.wireName();
  String failure = "";
  String contractState = "";
  String contractWhy = "";
  private String tier = "";
  private long firstChunkNanos = -1;
  boolean responseCut;
  private boolean closed;
  final List<Span> spans = new ArrayList<>();
  final List<TierAttempt> attempts = new ArrayList<>();
  final List<CheckAttempt> checks = new ArrayList<>();
  private final List<ModelAttempt> tried = new ArrayList<>();
  private final List<ModelChoice> choices = new ArrayList<>();
  final List<Evaluation> evaluations = new ArrayList<>();

  Trace(
      Traces traces,
      String id,
      long startedAtMillis,
      long startNanos,
      Caller caller,
      String user,
      String operation) {
    this.traces = traces;
    this.id = id;
    this.startedAtMillis = startedAtMillis;
    this.startNanos = startNanos;
    this.by = caller;
    this.user = user;
    this.operation = operation;
  }

  public String id() {
    return id;
  }

  public void feature(String name, String releaseId) {
    feature = name;
    release = releaseId;
  }

  /// What a feature was asked.
  ///
  /// @param turns earlier ones of the conversation
  public void input(Map<String, Object> variables, List<ChatMessage> turns) {
    input = variables;
    history = turns;
  }

  /// The model that the call names.
  public void asks(AskedModel model) {
    asked = model;
  }

  public void prompt(String name, String version) {
    promptVersion = name + "@" + version;
  }

  /// What retrieval found, and how much of it fits.
  public void candidates(String version, List<Hit> found, int used, int tokens, int window) {
    collectionVersion = version;
    candidates = found;
    candidatesUsed = used;
    contextTokens = tokens;
    contextWindow = window;
  }

  /// The intent by which the call's way was chosen.
  ///
  /// @param by what has chosen
  public void intent(String name, double probability, String by) {
    intent = name;
    intentProbability = probability;
    intentBy = by;
  }

  /// A model has been chosen by difficulty. What is chosen again is told once.
  public synchronized void chose(ModelChoice made) {
    if (!choices.contains(made)) {
      choices.add(made);
    }
  }

  /// The models that were chosen by difficulty so far.
  public synchronized List<ModelChoice> choices() {
    return List.copyOf(choices);
  }

  /// A tier has been tried; what it took counts for the call whether it answered or not. The last
  /// one stands for the call.
  public void attempt(TierAttempt made) {
    attempts.add(made);
    asked = made.asked();
    usage = usage.plus(made.usage());
  }

  /// A deployment has been tried. May come from another thread, and after the record was written.
  public synchronized void tried(ModelAttempt made) {
    tried.add(made);
  }

  /// A model has made a custom check; what it took counts for the call.
  public void checked(CheckAttempt made) {
    checks.add(made);
    span(made.span());
    usage = usage.plus(made.usage());
  }

  /// A guardrail has judged a text. Of several texts of a stage the worst judgement is kept.
  public void evaluated(Evaluation made) {
    for (int i = 0; i < evaluations.size(); i++) {
      var earlier = evaluations.get(i);
      if (earlier.stage().equals(made.stage())
          && earlier.verdict().guardrail().equals(made.verdict().guardrail())) {
        if (made.isWorseThan(earlier)) {
          evaluations.set(i, made);
        }
        return;
      }
    }
    evaluations.add(made);
  }

  /// The deployments that were tried so far.
  public synchronized List<ModelAttempt> tried() {
    return List.copyOf(tried);
  }

  /// Whether a provider that was asked has not said all that it took. What the call has cost then
  /// counts the rest as it was held.
  public boolean isEstimated() {
    return tried().stream().anyMatch(ModelAttempt::untold);
  }

  /// Tokens of the whole call so far.
  public Usage usage() {
    return usage;
  }

  /// Tokens of the attempt that answered.
  public Usage answeredUsage() {
    return completion == null ? Usage.NONE : completion.usage();
  }

  /// Input and output together.
  public long usedTokens() {
    return usage.input().total() + usage.output().total();
  }

  /// What the call has cost.
  public void cost(Money spent) {
    cost = spent;
  }

  /// The answer was given before: it takes no tokens, and nobody was asked.
  public void cached(ChatAnswer earlier) {
    isCached = true;
    completion =
        new Completion(
            earlier.responseModel(),
            earlier.responseId(),
            earlier.choices().getFirst().finishReason(),
            Usage.NONE);
  }

  /// What of the request the provider is not told; what was said before is forgotten.
  public void ignores(List<String> names) {
    ignored = names;
  }

  /// The model that answered has said how it ended.
  public void completion(Completion ended) {
    completion = ended;
    if (attempts.isEmpty()) {
      usage = ended.usage();
    }
  }

  public void answer(String tierName, Answer given) {
    tier = tierName;
    answer = given;
  }

  /// What a tier's answer claims, with its support in the documents. The last one counts.
  public void claims(String tierName, List<Claim> judged) {
    claimedBy = tierName;
    claims = judged;
  }

  /// What the answer is to the caller.
  ///
  /// @param reviewId in which a person will answer, empty if none will
  public void resolved(AnswerKind kind, String reviewId) {
    outcome = kind.wireName();
    review = reviewId;
  }

  /// The steps of the fallback chain that were tried so far.
  public List<TierAttempt> attempts() {
    return List.copyOf(attempts);
  }

  /// How the answer came to fit its contract.
  ///
  /// @param state `kept`, `repaired` or `defaulted`; empty if there is no contract
  /// @param why what did not fit before
  public void contract(String state, String why) {
    contractState = state;
    contractWhy = why;
  }

  /// Keeps the bytes of a request, if payloads are kept. They are not copied.
  public void captureRequest(byte[] bytes) {
    if (traces.keepsPayloads()) {
      requestBody = bytes;
    }
  }

  /// Keeps more bytes of the response, up to a bound, if payloads are kept.
  public void captureResponse(byte[] bytes, int from, int length) {
    if (!traces.keepsPayloads()) {
      return;
    }
    if (responseBody == null) {
      responseBody = new ByteArrayOutputStream(length);
    }
    var room = Traces.MAX_CAPTURED_BYTES - responseBody.size();
    responseBody.write(bytes, from, Math.min(length, room));
    responseCut |= length > room;
  }

  /// The first piece of the answer is on its way to the caller.
  public void firstChunk() {
    if (firstChunkNanos < 0) {
      firstChunkNanos = System.nanoTime() - startNanos;
    }
  }

  /// Times a step until it is closed.
  public Step step(String name) {
    var from = System.nanoTime();
    return () -> span(new Span(name, from - startNanos, System.nanoTime() - from));
  }

  /// Nanoseconds since the call began.
  public long elapsed() {
    return System.nanoTime() - startNanos;
  }

  /// Adds a step that was timed elsewhere. May come from another thread, as what [#step] adds.
  public synchronized void span(Span span) {
    spans.add(span);
  }

  public synchronized List<Span> spans() {
    return List.copyOf(spans);
  }

  public void succeed() {
    status = OK;
  }

  public void fail(CallFailed why) {
    status = why.code().wireName();
    failure = why.message();
  }

  /// Writes the record; when this returns it survives the end of the process. Later calls do
  /// nothing.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    var models = tried();
    if (attempts.isEmpty() && !models.isEmpty()) {
      usage = models.stream().map(ModelAttempt::usage).reduce(Usage.NONE, Usage::plus);
    }
    var nanos = System.nanoTime() - startNanos;
    var outcome =
        new TraceOutcome(
            status,
            tier,
            asked.system(),
            asked.requested(),
            completion == null ? "" : completion.responseModel(),
            new TraceTokens(usage.input().total(), usage.output().total(), isEstimated()));
    traces.write(
        new TraceEntry(
            id,
            startedAtMillis,
            nanos / 1_000,
            new TraceOrigin(by.name(), user, operation, feature, release),
            outcome,
            TraceJson.write(this, tier, nanos, firstChunkNanos, traces.keepsPayloads())),
        uses(models),
        firstChunkNanos,
        evaluations);
    if (!feature.isEmpty()) {
      traces.resolved(feature, release, tier, status.equals(OK) ? this.outcome : "failed");
    }
    if (!contractState.isEmpty()) {
      traces.contract(feature, release, contractState);
    }
    for (var claim : claims) {
      traces.claim(feature, release, claim.support().verdict().wireName());
    }
  }

  private List<ModelUse> uses(List<ModelAttempt> models) {
    if (attempts.isEmpty() && models.isEmpty()) {
      return List.of(new ModelUse("", asked, usage));
    }
    if (attempts.isEmpty()) {
      return models.stream().map(model -> new ModelUse("", model.asked(), model.usage())).toList();
    }
    return Stream.concat(
            attempts.stream()
                .map(attempt -> new ModelUse(attempt.tier(), attempt.asked(), attempt.usage())),
            checks.stream()
                .map(check -> new ModelUse(check.span().name(), check.asked(), check.usage())))
        .toList();
  }

  /// A step in progress.
  public interface Step extends AutoCloseable {
    @Override
    void close();
  }
}
