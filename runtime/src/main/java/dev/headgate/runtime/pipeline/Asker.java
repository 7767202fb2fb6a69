package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.runtime.access.Caller;
import dev.headgate.runtime.limits.Limits;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import dev.headgate.runtime.pipeline.payment.Purse;
import dev.headgate.runtime.routing.Route;
import dev.headgate.runtime.routing.Router;
import dev.headgate.runtime.routing.SessionKey;
import dev.headgate.runtime.traces.Trace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

/// Asks models for one call that does not name them itself: only those that its data may go to, out
/// of its purse, and with what led to it. Thread-safe.
record Asker(
    Who who,
    Router router,
    DataBoundary boundary,
    Purse purse,
    Descent descent,
    Limits limits,
    ScheduledExecutorService timer,
    ByDifficulty choosing,
    Trace trace) {
  /// Whose call it is.
  ///
  /// @param session the caller's own name of the conversation, empty for none
  /// @param user the caller's own user, empty for none
  record Who(Caller caller, String session, String user) {
    static Who of(FeatureCall call) {
      return new Who(call.caller(), call.terms().session(), call.user());
    }

    static Who of(RelayCall call) {
      return new Who(call.caller(), call.terms().session(), call.user());
    }
  }

  /// The same for what is asked beside the answer, which has its own count of tokens.
  Asker beside() {
    return new Asker(
        who, router, boundary, purse.beside(), descent, limits, timer, choosing.beside(), trace);
  }

  /// @param time how long it may take, as other Headgates are told
  /// @param prompt by which the model is chosen, if it is to be
  Conversing.Said converse(
      Duration time,
      Supplier<String> prompt,
      ChatRequest request,
      Function<Conversing, Conversing.Said> ask,
      Cancellation cancellation) {
    var route = choosing.route(route(request.model()), router, prompt, boundary, trace);
    var before = purse.taken();
    var facts = Bounds.facts(request, who.user, limits.bounds());
    try (var entered = limits.enterModel(who.caller, facts);
        var chosen = limits.enterChosen(who.caller, facts, route.name())) {
      var course =
          new Course(
              route,
              new SessionKey(who.caller.project(), who.session, who.user, beginning(request)),
              purse.paying(request, route.name()),
              cancellation,
              timer,
              descent.within(time.toNanos()),
              trace);
      try {
        return ask.apply(new Conversing(course, timer));
      } finally {
        purse.settleTokens(entered, before);
        purse.settleTokens(chosen, before);
      }
    }
  }

  private Route route(String model) {
    return router
        .route(model)
        .orElseThrow(
            () -> new IllegalStateException(model + " cannot generate; load refuses this"));
  }

  // What providers keep of a prompt is its beginning.
  private static byte[] beginning(ChatRequest request) {
    var text = new StringBuilder();
    for (var message : request.messages()) {
      text.append(message.text());
      if (text.length() >= SessionKey.PREFIX_BYTES) {
        break;
      }
    }
    text.setLength(Math.min(text.length(), SessionKey.PREFIX_BYTES));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
