package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Whole answers of `/chat/completions`.
final class Answers {
  static final String OBJECT = "object";
  static final String CREATED = "created";
  static final String MESSAGE = "message";

  private static final Dialect OWN = Dialect.OPENAI_CHAT;
  private static final String KIND = "chat.completion";
  private static final String USAGE = "usage";
  private static final String CHOICES = "choices";

  private Answers() {}

  static ChatAnswer read(Json.Obj answer) {
    if (!(answer.members().get(CHOICES) instanceof Json.Arr(var written)) || written.isEmpty()) {
      throw malformed("has no choices");
    }
    var choices = new ArrayList<ChatAnswer.Choice>(written.size());
    for (var choice : written) {
      if (!(choice instanceof Json.Obj object)) {
        throw malformed("has a choice that is no object");
      }
      choices.add(choice(object));
    }
    return new ChatAnswer(
        answer.text("id").orElse(""),
        answer.text("model").orElse(""),
        choices,
        UsageJson.read(answer.object(USAGE)),
        extras(answer));
  }

  private static ChatAnswer.Choice choice(Json.Obj choice) {
    var word =
        choice
            .text(FinishReasons.MEMBER)
            .orElseThrow(() ->
                new CallFailed(
                    ErrorCode.PROVIDER_TRUNCATED,
                    "the provider's answer does not say why it ended"));
    var message = choice.object(MESSAGE);
    var reason = FinishReasons.read(word);
    if (!choice.object(Carried.MEMBER).isEmpty()) {
      return new ChatAnswer.Choice(
          (int) choice.integer("index"),
          new ChatMessage(Role.ASSISTANT, AnswerMessages.parts(message)),
          reason,
          Carried.of(choice, OWN));
    }
    var rest = ToolCalls.nonNull(choice.without("index", MESSAGE, FinishReasons.MEMBER));
    if (!FinishReasons.write(reason).equals(word)) {
      rest = rest.with(FinishReasons.MEMBER, new Json.Text(word));
    }
    var messageRest = AnswerMessages.rest(message);
    if (!messageRest.isEmpty()) {
      rest = rest.with(MESSAGE, messageRest);
    }
    return new ChatAnswer.Choice(
        (int) choice.integer("index"),
        new ChatMessage(Role.ASSISTANT, AnswerMessages.parts(message)),
        reason,
        rest.isEmpty() ? Extras.NONE : new Extras(OWN, rest));
  }

  private static Extras extras(Json.Obj answer) {
    if (!answer.object(Carried.MEMBER).isEmpty()) {
      return Carried.of(answer, OWN);
    }
    var rest = ToolCalls.nonNull(answer.without("id", "model", CHOICES, USAGE));
    if (answer.text(OBJECT).orElse("").equals(KIND)) {
      rest = rest.without(OBJECT);
    } else if (answer.find(OBJECT).isEmpty()) {
      rest = rest.with(OBJECT, Json.NULL);
    }
    if (answer.find(CREATED).isEmpty()) {
      rest = rest.with(CREATED, Json.NULL);
    } else if (answer.integer(CREATED) == 0) {
      rest = rest.without(CREATED);
    }
    rest = withOwnUsage(rest, answer.object(USAGE));
    return rest.isEmpty() ? Extras.NONE : new Extras(OWN, rest);
  }

  /// Whether an answer says when it was made, or was read from one that did not.
  static boolean isDated(Json.Obj written) {
    return !(written.find(CREATED).orElse(Json.NULL) instanceof Json.Num time)
        || time.asLong() != 0;
  }

  /// The provider's own usage object, where it says more or less than ours would.
  static Json.Obj withOwnUsage(Json.Obj extras, Json.Obj usage) {
    return usage.isEmpty() || usage.equals(UsageJson.write(UsageJson.read(usage)))
        ? extras
        : extras.with(USAGE, usage);
  }

  static Json.Obj write(ChatAnswer answer) {
    var choices = answer.choices().stream().<Json>map(Answers::write).toList();
    var extras = answer.extras().of(OWN);
    var out =
        new ObjectBuilder()
            .put("id", answer.responseId())
            .put(OBJECT, KIND)
            .put(CREATED, 0)
            .put("model", answer.responseModel())
            .put(CHOICES, new Json.Arr(choices))
            .maybe(USAGE, usage(answer.usage(), extras))
            .putAll(extras.without(USAGE))
            .build();
    return answer.extras().dialect() == OWN ? out : Carried.put(out, OWN, answer.extras());
  }

  static Json.@Nullable Obj usage(Usage usage, Json.Obj extras) {
    var own = extras.object(USAGE);
    if (!own.isEmpty() && UsageJson.read(own).equals(usage)) {
      return own;
    }
    return usage.equals(Usage.NONE) ? null : UsageJson.write(usage);
  }

  private static Json.Obj write(ChatAnswer.Choice choice) {
    var extras = choice.extras().of(OWN);
    var out =
        new ObjectBuilder()
            .put("index", choice.index())
            .put(MESSAGE, AnswerMessages.write(choice.message().parts(), extras.object(MESSAGE)))
            .put(FinishReasons.MEMBER, FinishReasons.write(choice.finishReason()))
            .putAll(extras.without(MESSAGE))
            .build();
    return choice.extras().dialect() == OWN ? out : Carried.put(out, OWN, choice.extras());
  }

  private static CallFailed malformed(String what) {
    return new CallFailed(ErrorCode.PROVIDER_MALFORMED, "the provider's answer " + what);
  }
}
