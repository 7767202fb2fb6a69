package dev.headgate.providers.bedrock;

import static dev.headgate.kernel.chat.Dialect.BEDROCK;

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
import org.jspecify.annotations.Nullable;

/// A whole answer, in both directions. This dialect knows neither an id nor the model's name, and
/// one answer to a request; the rest travels under the member `headgate`.
final class AnswerWords {
  static final String ID = "id";
  static final String MODEL = "model";

  private AnswerWords() {}

  static ChatAnswer read(Json.Obj answer) {
    var message = answer.object("output").object("message");
    if (!(message.members().get("content") instanceof Json.Arr content)) {
      throw malformed("an answer without a message", null);
    }
    var usage = answer.object(UsageWords.NAME);
    var extras =
        Carried.of(answer, BEDROCK, "output", StopWords.REASON, StopWords.FIELDS, UsageWords.NAME);
    var choices = new ArrayList<ChatAnswer.Choice>();
    choices.add(choice(0, answer, content));
    Carried.attached(answer, FurtherAnswers.NAME)
        .ifPresent(others -> choices.addAll(others(others)));
    return new ChatAnswer(
        carried(answer, ID),
        carried(answer, MODEL),
        choices,
        UsageWords.read(usage),
        withUsage(extras, UsageWords.raw(usage)));
  }

  static String carried(Json.Obj object, String name) {
    return object.object(Carried.MEMBER).text(name).orElse("");
  }

  /// The provider's own words on usage belong to its own extras and to nobody else's.
  static Extras withUsage(Extras extras, Json.Obj raw) {
    if (raw.isEmpty() || (!extras.isEmpty() && extras.dialect() != BEDROCK)) {
      return extras;
    }
    return new Extras(BEDROCK, extras.of(BEDROCK).with(UsageWords.NAME, raw));
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
      var parts = BlockReader.blocks(content.elements(), "content");
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
    var own = answer.extras().of(BEDROCK);
    var content = answer.choices().isEmpty() ? List.<Json>of() : content(answer, 0);
    var written =
        new ObjectBuilder()
            .put(
                "output",
                Json.Obj.of(
                    "message",
                    new ObjectBuilder()
                        .put("role", "assistant")
                        .put("content", new Json.Arr(content))
                        .build()))
            .put(UsageWords.NAME, UsageWords.write(answer.usage(), own.object(UsageWords.NAME)))
            .build();
    if (!answer.choices().isEmpty()) {
      var choice = answer.choices().getFirst();
      written = StopWords.write(written, choice.finishReason(), choice.extras());
    }
    if (answer.choices().size() > 1) {
      written = Carried.attach(written, FurtherAnswers.NAME, others(answer, 1));
    }
    return withNames(
        withExtras(written, answer.extras()), answer.responseId(), answer.responseModel());
  }

  static Json.Obj withNames(Json.Obj written, String id, String model) {
    var named = id.isEmpty() ? written : Carried.attach(written, ID, new Json.Text(id));
    return model.isEmpty() ? named : Carried.attach(named, MODEL, new Json.Text(model));
  }

  static Json.Obj withExtras(Json.Obj written, Extras extras) {
    return extras.dialect() == BEDROCK
        ? written.with(extras.members().without(UsageWords.NAME))
        : Carried.put(written, BEDROCK, extras);
  }

  /// The answers from that one on.
  static Json.Arr others(ChatAnswer answer, int from) {
    return FurtherAnswers.write(answer, from, AnswerWords::content, StopWords::write);
  }

  static List<Json> content(ChatAnswer answer, int choice) {
    return BlockWriter.blocks(
        answer.choices().get(choice).message().parts(), answer.responseId() + "/" + choice);
  }

  static CallFailed malformed(String what, @Nullable Throwable cause) {
    return new CallFailed(ErrorCode.PROVIDER_MALFORMED, "the provider sent " + what, cause);
  }
}
