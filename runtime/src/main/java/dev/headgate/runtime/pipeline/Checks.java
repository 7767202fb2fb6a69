package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.guardrails.Canary;
import dev.headgate.kernel.guardrails.Finding;
import dev.headgate.kernel.guardrails.Instructions;
import dev.headgate.kernel.guardrails.Stage;
import dev.headgate.kernel.search.Hit;
import dev.headgate.runtime.guardrails.Guardrails;
import dev.headgate.runtime.guardrails.Judgement;
import dev.headgate.runtime.guardrails.Passage;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import dev.headgate.runtime.traces.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Takes the texts of one call to its guardrails, and puts on record what they say.
final class Checks {
  private static final String ANSWER = "answer";

  private final Guardrails guardrails;
  private final ModelChecks asking;
  private final Trace trace;

  /// @param asking for custom checks
  Checks(Guardrails guardrails, ModelChecks asking, Trace trace) {
    this.guardrails = guardrails;
    this.asking = asking;
    this.trace = trace;
  }

  /// The same for the answer to one prompt.
  Checks on(Supplier<Instructions> told) {
    var others = guardrails.judgesByPrompt() ? guardrails.on(told.get()) : guardrails;
    return others == guardrails ? this : new Checks(others, asking, trace);
  }

  /// The same for the answer to a call that names a model: what its caller says as system is the
  /// prompt, and all else is quoted.
  Checks on(RelayCall call) {
    return on(() -> {
      var own = new ArrayList<String>();
      var quoted = new ArrayList<String>();
      var messages = conversation(call).map(ChatRequest::messages).orElse(List.of());
      messages.forEach(message -> (isProgram(message) ? own : quoted).add(message.text()));
      return new Instructions(own, quoted, Canary.NONE);
    });
  }

  /// Whether anybody looks at answers.
  boolean checksAnswers() {
    return isChecked(Stage.OUTPUT);
  }

  /// The answer as the trace may have it: no canary is in it.
  Answer recorded(Answer answer) {
    var canary = guardrails.canary();
    return canary.isNone() || !answer.text().contains(canary.token())
        ? answer
        : new Answer(
            answer.text().replace(canary.token(), "[canary]"),
            answer.citations(),
            answer.confidence(),
            answer.claims());
  }

  Guardrails guardrails() {
    return guardrails;
  }

  /// What lets the input of a feature go no further; empty if it may.
  Optional<Judgement> input(FeatureCall call) {
    if (!isChecked(Stage.INPUT)) {
      return Optional.empty();
    }
    var passages = new ArrayList<Passage>();
    gather("input", call.input(), passages);
    for (int i = 0; i < call.history().size(); i++) {
      var turn = call.history().get(i);
      passages.add(new Passage("history[" + i + "]", turn.text()));
    }
    return judged(Stage.INPUT, passages);
  }

  /// The hits that the tiers may see: those that are blocked are left out.
  List<Hit> retrieved(List<Hit> hits) {
    if (!guardrails.checks(Stage.RETRIEVED)) {
      return hits;
    }
    var kept = new ArrayList<Hit>(hits.size());
    for (var hit : hits) {
      var chunk = hit.chunk();
      var source = "%s:%d-%d".formatted(chunk.document(), chunk.start(), chunk.end());
      if (judged(Stage.RETRIEVED, List.of(new Passage(source, chunk.text()))).isEmpty()) {
        kept.add(hit);
      }
    }
    return kept;
  }

  /// What guardrails make of a piece of an answer.
  ///
  /// @param blocking what lets it go no further
  /// @param removed spans that must be taken out of it
  record Checked(Optional<Judgement> blocking, List<Finding> removed) {
    /// The text from a place on, without what must be taken out of it.
    String without(String text, int from) {
      var left = new StringBuilder();
      var at = from;
      for (var finding : removed) {
        if (finding.start() >= at) {
          left.append(text, at, finding.start());
        }
        at = Math.max(at, finding.end());
      }
      return left.append(text, Math.min(at, text.length()), text.length()).toString();
    }
  }

  /// A piece of an answer that goes on.
  Checked output(String text) {
    return output(text, "");
  }

  /// An answer that is there as a whole.
  Checked whole(String text) {
    return output(text, text);
  }

  /// @param text what detectors check, empty for nothing
  /// @param whole what models are asked about, empty for nothing
  Checked output(String text, String whole) {
    var piece =
        text.isEmpty() || !guardrails.checks(Stage.OUTPUT)
            ? List.<Passage>of()
            : List.of(new Passage(ANSWER, text));
    var asked =
        whole.isEmpty() || !guardrails.asks(Stage.OUTPUT)
            ? List.<Passage>of()
            : List.of(new Passage(ANSWER, whole));
    if (piece.isEmpty() && asked.isEmpty()) {
      return new Checked(Optional.empty(), List.of());
    }
    var judgements = check(Stage.OUTPUT, piece, asked);
    var removed =
        judgements.stream()
            .filter(Judgement::removes)
            .flatMap(made -> made.verdict().findings().stream())
            .sorted(Comparator.comparingInt(Finding::start))
            .toList();
    return new Checked(Guardrails.blocking(judgements), removed);
  }

  /// Ends a call to a model whose texts may not reach it.
  ///
  /// @throws CallFailed `GUARDRAIL_BLOCKED`
  void request(RelayCall call) {
    if (!isChecked(Stage.INPUT) && !guardrails.checks(Stage.TOOL_RESULTS)) {
      return;
    }
    var said = new ArrayList<Passage>();
    var results = new ArrayList<Passage>();
    var conversation = conversation(call);
    if (conversation.isPresent()) {
      gather(conversation.get(), said, results);
    } else {
      BodyTexts.gather(call.request().body(), said);
    }
    var blocked =
        judged(Stage.INPUT, said).or(() -> judged(Stage.TOOL_RESULTS, results)).orElse(null);
    if (blocked != null) {
      throw Guardrails.blocked(blocked);
    }
  }

  private boolean isChecked(Stage stage) {
    return guardrails.checks(stage) || guardrails.asks(stage);
  }

  private Optional<Judgement> judged(Stage stage, List<Passage> passages) {
    if (!isChecked(stage) || passages.isEmpty()) {
      return Optional.empty();
    }
    return Guardrails.blocking(check(stage, passages, passages));
  }

  private List<Judgement> check(Stage stage, List<Passage> passages, List<Passage> whole) {
    var asks = !whole.isEmpty() && guardrails.asks(stage);
    List<Judgement> judgements;
    try (var _ = trace.step("guardrails." + stage.name().toLowerCase(Locale.ROOT));
        var _ = asks ? asking.whileCallerIsThere() : ModelChecks.NOT_ASKING) {
      judgements = guardrails.check(stage, passages, whole, asking);
    }
    if (asks) {
      asking.putDown();
    }
    record(judgements);
    return judgements;
  }

  void record(List<Judgement> judgements) {
    record(judgements, trace);
  }

  static void record(List<Judgement> judgements, Trace trace) {
    for (var made : judgements) {
      trace.evaluated(
          new Trace.Evaluation(
              made.stageName(),
              made.source(),
              made.verdict(),
              made.threshold(),
              made.mode().name().toLowerCase(Locale.ROOT),
              made.blocks(),
              made.detail(),
              made.nanos()));
    }
  }

  // What no codec can read is checked as texts of a JSON document.
  private static Optional<ChatRequest> conversation(RelayCall call) {
    try {
      return call.request().translation().map(it -> it.conversation(call.model()));
    } catch (CallFailed _) {
      return Optional.empty();
    }
  }

  // What a system says is the caller's own program's, and gives orders by its nature.
  private static void gather(ChatRequest request, List<Passage> said, List<Passage> results) {
    var messages = request.messages();
    for (int i = 0; i < messages.size(); i++) {
      var message = messages.get(i);
      if (!isProgram(message)) {
        gather("messages[" + i + "]", message, said, results);
      }
    }
  }

  private static boolean isProgram(ChatMessage message) {
    return message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER;
  }

  private static void gather(
      String source, ChatMessage message, List<Passage> said, List<Passage> results) {
    var into = message.role() == Role.TOOL ? results : said;
    for (var part : message.parts()) {
      switch (part) {
        case Part.Text text -> into.add(new Passage(source, text.text()));
        case Part.Refusal refusal -> into.add(new Passage(source, refusal.text()));
        case Part.Reasoning reasoning -> into.add(new Passage(source, reasoning.text()));
        case Part.ToolCall asked -> into.add(new Passage(source, asked.arguments()));
        case Part.ToolResult result ->
            gather(
                source + ' ' + result.name(),
                new ChatMessage(Role.TOOL, result.content()),
                said,
                results);
        case Part.Foreign foreign -> BodyTexts.gather(source, foreign.json(), into);
        case Part.File(MediaSource.Plain(_, var text), _, _) -> into.add(new Passage(source, text));
        case Part.Image _, Part.Audio _, Part.File _ -> {}
      }
    }
  }

  private static void gather(String source, Object value, List<Passage> into) {
    switch (value) {
      case String text -> into.add(new Passage(source, text));
      case Map<?, ?> members ->
          members.forEach((name, member) -> gather(source + '.' + name, member, into));
      case List<?> elements -> {
        for (int i = 0; i < elements.size(); i++) {
          gather(source + '[' + i + ']', elements.get(i), into);
        }
      }
      default -> {}
    }
  }
}
