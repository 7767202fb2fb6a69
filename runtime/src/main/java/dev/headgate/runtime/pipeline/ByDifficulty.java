package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.difficulty.Chosen;
import dev.headgate.runtime.difficulty.Difficulty;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import dev.headgate.runtime.routing.Route;
import dev.headgate.runtime.routing.Router;
import dev.headgate.runtime.traces.Trace;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Where a call goes whose model chooses one of two others by difficulty. Thread-safe.
final class ByDifficulty {
  /// The longest wait for the choice.
  private static final Duration TIME = Duration.ofSeconds(1);

  private final TimeBox box;
  private final boolean isRecorded;

  ByDifficulty() {
    this(new TimeBox(), true);
  }

  private ByDifficulty(TimeBox box, boolean isRecorded) {
    this.box = box;
    this.isRecorded = isRecorded;
  }

  /// The same for what is asked beside the answer, whose record it does not touch.
  ByDifficulty beside() {
    return new ByDifficulty(box, false);
  }

  /// The route of a call, with the deployments that its data may go to: the one of its model, or of
  /// the model that is chosen in its place.
  ///
  /// @param declared of the model that is named
  /// @param prompt what the call asks; blank if that is not text alone
  /// @throws CallFailed `DATA_BOUNDARY` if its data may go nowhere
  Route route(
      Route declared, Router router, Supplier<String> prompt, DataBoundary boundary, Trace trace) {
    var difficulty = router.difficulty(declared.name()).orElse(null);
    if (difficulty == null) {
      return boundary.only(declared);
    }
    var chosen = choose(difficulty, prompt, trace);
    var route = boundary.find(route(chosen.model(), router)).orElse(null);
    if (route == null) {
      var other = chosen.model().equals(difficulty.easy()) ? difficulty.hard() : difficulty.easy();
      route = boundary.only(route(other, router));
      chosen = chosen.instead(other, Chosen.By.DATA_BOUNDARY);
    }
    if (!isRecorded) {
      return route;
    }
    var first =
        (route.deployments().isEmpty() ? route.fallbacks() : route.deployments()).getFirst();
    trace.asks(Pipeline.asked(declared.name(), first));
    trace.chose(
        new Trace.ModelChoice(
            declared.name(),
            chosen.model(),
            chosen.score(),
            chosen.threshold(),
            chosen.by().wireName()));
    return route;
  }

  private Chosen choose(Difficulty difficulty, Supplier<String> prompt, Trace trace) {
    try (var _ = trace.step("difficulty")) {
      var text = prompt.get();
      return box.run(Optional.of(TIME), "difficulty", () -> difficulty.choose(text))
          .orElseGet(() -> difficulty.hard(Chosen.By.UNAVAILABLE));
    }
  }

  private static Route route(String model, Router router) {
    return router
        .route(model)
        .orElseThrow(() -> new IllegalStateException(model + " is no model; load refuses this"));
  }

  /// What a relayed call asks: the text of its user's last message. What is no conversation, or
  /// cannot be read as one, asks nothing.
  static String prompt(RelayCall call) {
    if (call.operation() != Operation.CHAT) {
      return "";
    }
    try {
      return call.request()
          .translation()
          .map(it -> prompt(it.conversation(call.model())))
          .orElse("");
    } catch (CallFailed _) {
      return "";
    }
  }

  /// What a tier of a feature asks: the question that the feature was asked or, where it has none,
  /// what its prompt says as the user.
  static String prompt(FeatureCall call, ChatRequest request) {
    return call.input().get(Pipeline.QUESTION) instanceof String question && !question.isBlank()
        ? question
        : prompt(request);
  }

  /// The text of the last message of the user's; blank if that has anything else.
  static String prompt(ChatRequest request) {
    for (var message : request.messages().reversed()) {
      if (message.role() == Role.USER && !isToolResult(message)) {
        return message.parts().stream().allMatch(Part.Text.class::isInstance) ? message.text() : "";
      }
    }
    return "";
  }

  // In some dialects what a tool gives back comes as the user's message.
  private static boolean isToolResult(ChatMessage message) {
    return message.parts().stream().anyMatch(Part.ToolResult.class::isInstance);
  }
}
