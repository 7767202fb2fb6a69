package dev.headgate.server.rehearsal;

import dev.headgate.kernel.config.ConfigNode;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What has to become of a scene. An empty text is not compared.
///
/// @param error the code of the error that the call ends with, empty if it is answered
/// @param outcome of the answer
/// @param tier that answered
/// @param contract how the answer came to fit
/// @param requests that reached the models, null if it does not matter
/// @param reason a part of why a tier was left, or why the answer did not fit at first
/// @param guardrail that blocked a text
/// @param answerHas a part of the answer
/// @param answerHasNot what must not be in the answer
/// @param neverSent what must not reach a model
public record Expected(
    String error,
    String outcome,
    String tier,
    String contract,
    @Nullable Integer requests,
    String reason,
    String guardrail,
    String answerHas,
    String answerHasNot,
    String neverSent) {
  private static final int MOST_REQUESTS = 100;

  static Expected from(ConfigNode expected) {
    return new Expected(
        expected.text("error", "", "The code of the error that the call ends with"),
        expected.text("outcome", "", "The outcome of the answer"),
        expected.text("tier", "", "The tier that answers"),
        expected.text("contract", "", "How the answer comes to fit the contract"),
        boxed(expected.optionalInteger("requests", 0, MOST_REQUESTS, "Requests to the models")),
        expected.text("reason", "", "A part of why a tier was left"),
        expected.text("guardrail", "", "The guardrail that blocks a text"),
        expected.text("answer-has", "", "A part of the answer"),
        expected.text("answer-has-not", "", "What must not be in the answer"),
        expected.text("never-sent", "", "What must not reach a model"));
  }

  private static @Nullable Integer boxed(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }
}
