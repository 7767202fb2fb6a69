package dev.headgate.runtime.pipeline;

import dev.headgate.runtime.features.Feature;
import dev.headgate.runtime.features.Tier;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.runtime.reviews.Escalation;
import dev.headgate.runtime.traces.PlainJson;
import dev.headgate.runtime.traces.Trace;
import dev.headgate.store.reviews.ReviewOrigin;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What a person gets to see of a call that no tier could answer.
final class Escalated {
  private Escalated() {}

  static Escalation of(FeatureCall call, Feature feature, Tier.Reply tier, Trace trace) {
    var question = new LinkedHashMap<String, Object>();
    question.put("input", call.input());
    question.put(
        "history",
        call.history().stream()
            .map(turn ->
                Map.of("role", turn.role().name().toLowerCase(Locale.ROOT), "text", turn.text()))
            .toList());
    question.put("reply", tier.text());
    question.put(
        "moved_down",
        trace.attempts().stream()
            .map(attempt -> Map.of("tier", attempt.tier(), "reason", attempt.outcome()))
            .toList());
    var caller = call.caller();
    return new Escalation(
        new ReviewOrigin(
            caller.project(),
            caller.name(),
            feature.name(),
            feature.release(),
            tier.name(),
            trace.id()),
        caller.userOr(call.user()),
        PlainJson.bytes(question));
  }
}
