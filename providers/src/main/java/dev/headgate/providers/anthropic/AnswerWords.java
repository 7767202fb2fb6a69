package dev.headgate.providers.anthropic;

import static dev.headgate.kernel.chat.Dialect.ANTHROPIC;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.FurtherAnswers;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/// A whole message, in both directions. This dialect knows one answer to a request; the others
/// travel under the member `headgate`.
final class AnswerWords {
  private static final String[] READ = {"id", "type", "role", "model", "content", "usage"};

  private AnswerWords() {}

  static ChatAnswer read(Json.Obj message) {
    if (!(message.members().get("content") instanceof Json.Arr content)) {
      throw malformed("an answer without a list \"content\"");
    }
    var usage = message.object(UsageWords.NAME);
    var extras = Carried.of(StopWords.without(message), ANTHROPIC, READ);
    return new ChatAnswer(
        message.text("id").orElse(""),
        message.text("model").orElse(""),
        choices(message, content),
        UsageWords.read(usage),
        withUsage(extras, UsageWords.raw(usage)));
  }

  /// The provider's own words on usage belong to its own extras and to nobody else's.
  static Extras withUsage(Extras extras, Json.Obj raw) {
    if (raw.isEmpty() || (!extras.isEmpty() && extras.dialect() != ANTHROPIC)) {
      return extras;
    }
    return new Extras(ANTHROPIC, extras.of(ANTHROPIC).with(UsageWords.NAME, raw));
  }

  private static List<ChatAnswer.Choice> choices(Json.Obj message, Json.Arr content) {
    var choices = new ArrayList<ChatAnswer.Choice>();
    choices.add(choice(0, message, content));
    Carried.attached(message, FurtherAnswers.NAME)
        .ifPresent(others -> choices.addAll(others(others)));
    return choices;
  }

  /// Further answers as [#others(ChatAnswer, int)] wrote them.
  static List<ChatAnswer.Choice> others(Json carried) {
    return FurtherAnswers.read(carried, AnswerWords::choice);
  }

  private static ChatAnswer.Choice choice(int index, Json.Obj said, Json.Arr content) {
    var reason =
        said.text(StopWords.REASON)
            .orElseThrow(() ->
                new CallFailed(
                    ErrorCode.PROVIDER_TRUNCATED, "the answer does not say why it ended"));
    try {
      var parts = BlockReader.content(content, "content");
      return new ChatAnswer.Choice(
          index,
          new ChatMessage(Role.ASSISTANT, parts),
          StopWords.reason(reason),
          StopWords.extras(said));
    } catch (CallFailed e) {
      throw malformed("a block of content that is none", e);
    }
  }

  static Json.Obj write(ChatAnswer answer) {
    var own = answer.extras().of(ANTHROPIC);
    var first = answer.choices().isEmpty() ? List.<Json>of() : content(answer, 0);
    var message =
        head(answer.responseId(), answer.responseModel(), first)
            .put(UsageWords.NAME, UsageWords.write(answer.usage(), own.object(UsageWords.NAME)))
            .build();
    if (!answer.choices().isEmpty()) {
      var choice = answer.choices().getFirst();
      message = StopWords.write(message, choice.finishReason(), choice.extras());
    }
    if (answer.choices().size() > 1) {
      message = Carried.attach(message, FurtherAnswers.NAME, others(answer, 1));
    }
    return withExtras(message, answer.extras());
  }

  static Json.Obj withExtras(Json.Obj message, Extras extras) {
    return extras.dialect() == ANTHROPIC
        ? message.with(extras.members().without(UsageWords.NAME))
        : Carried.put(message, ANTHROPIC, extras);
  }

  static ObjectBuilder head(String id, String model, List<Json> content) {
    return new ObjectBuilder()
        .put("id", id)
        .put("type", "message")
        .put("role", "assistant")
        .put("model", model)
        .put("content", new Json.Arr(content));
  }

  /// The answers from that one on.
  static Json.Arr others(ChatAnswer answer, int from) {
    return FurtherAnswers.write(answer, from, AnswerWords::content, StopWords::write);
  }

  static List<Json> content(ChatAnswer answer, int choice) {
    return BlockWriter.blocks(
        answer.choices().get(choice).message().parts(), answer.responseId() + "/" + choice);
  }

  static CallFailed malformed(String what) {
    return new CallFailed(ErrorCode.PROVIDER_MALFORMED, "the provider sent " + what);
  }

  static CallFailed malformed(String what, Throwable cause) {
    return new CallFailed(ErrorCode.PROVIDER_MALFORMED, "the provider sent " + what, cause);
  }
}
