package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CanonicalParts;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/// Whole answers of the older `/completions`. Fields that OpenAI always sends and others leave out,
/// such as Writer, are noted as absent.
final class TextAnswers {
  private static final Dialect OWN = Dialect.OPENAI_COMPLETIONS;
  private static final String KIND = "text_completion";
  private static final String TEXT = "text";
  private static final String PARTS = "parts";
  private static final String USAGE = "usage";
  private static final String CHOICES = "choices";
  private static final String INDEX = "index";

  private TextAnswers() {}

  static ChatAnswer read(Json.Obj answer) {
    if (!(answer.members().get(CHOICES) instanceof Json.Arr(var written)) || written.isEmpty()) {
      throw new CallFailed(ErrorCode.PROVIDER_MALFORMED, "the provider's answer has no choices");
    }
    var choices = new ArrayList<ChatAnswer.Choice>(written.size());
    for (var choice : written) {
      choices.add(choice(choice instanceof Json.Obj object ? object : Json.Obj.EMPTY));
    }
    return new ChatAnswer(
        answer.text("id").orElse(""),
        answer.text("model").orElse(""),
        choices,
        UsageJson.read(answer.object(USAGE)),
        extras(answer));
  }

  private static ChatAnswer.Choice choice(Json.Obj choice) {
    var carried = choice.object(Carried.MEMBER);
    var parts =
        carried.has(PARTS)
            ? CanonicalParts.readAll(carried.array(PARTS))
            : List.<Part>of(new Part.Text(choice.text(TEXT).orElse("")));
    var word = choice.text(FinishReasons.MEMBER);
    var reason = word.map(FinishReasons::read).orElse(FinishReason.STOP);
    var rest = ToolCalls.nonNull(choice.without(INDEX, TEXT, FinishReasons.MEMBER, Carried.MEMBER));
    if (word.isEmpty()) {
      rest = rest.with(FinishReasons.MEMBER, Json.NULL);
    } else if (!FinishReasons.write(reason).equals(word.get())) {
      rest = rest.with(FinishReasons.MEMBER, new Json.Text(word.get()));
    }
    if (choice.find(INDEX).isEmpty()) {
      rest = rest.with(INDEX, Json.NULL);
    }
    return new ChatAnswer.Choice(
        (int) choice.integer(INDEX),
        new ChatMessage(Role.ASSISTANT, parts),
        reason,
        choice.has(Carried.MEMBER)
            ? CanonicalParts.extras(carried)
            : rest.isEmpty() ? Extras.NONE : new Extras(OWN, rest));
  }

  private static Extras extras(Json.Obj answer) {
    if (!answer.object(Carried.MEMBER).isEmpty()) {
      return Carried.of(answer, OWN);
    }
    var rest = ToolCalls.nonNull(answer.without("id", "model", CHOICES, USAGE));
    for (var member : List.of("id", Answers.OBJECT, Answers.CREATED)) {
      if (answer.find(member).isEmpty()) {
        rest = rest.with(member, Json.NULL);
      }
    }
    if (rest.text(Answers.OBJECT).orElse("").equals(KIND)) {
      rest = rest.without(Answers.OBJECT);
    }
    if (answer.find(Answers.CREATED).isPresent() && answer.integer(Answers.CREATED) == 0) {
      rest = rest.without(Answers.CREATED);
    }
    rest = Answers.withOwnUsage(rest, answer.object(USAGE));
    return rest.isEmpty() ? Extras.NONE : new Extras(OWN, rest);
  }

  static Json.Obj write(ChatAnswer answer) {
    var extras = answer.extras().of(OWN);
    var out =
        new ObjectBuilder()
            .put("id", answer.responseId())
            .put(Answers.OBJECT, KIND)
            .put(Answers.CREATED, 0)
            .put("model", answer.responseModel())
            .put(
                CHOICES,
                new Json.Arr(answer.choices().stream().<Json>map(TextAnswers::write).toList()))
            .maybe(USAGE, Answers.usage(answer.usage(), extras))
            .putAll(extras.without(USAGE))
            .build();
    return answer.extras().dialect() == OWN ? out : Carried.put(out, OWN, answer.extras());
  }

  private static Json.Obj write(ChatAnswer.Choice choice) {
    var extras = choice.extras().of(OWN);
    var parts = choice.message().parts();
    var out =
        new ObjectBuilder()
            .put(INDEX, choice.index())
            .put(TEXT, choice.message().text())
            .put(FinishReasons.MEMBER, FinishReasons.write(choice.finishReason()))
            .putAll(extras)
            .build();
    var isText =
        parts.size() == 1 && parts.getFirst() instanceof Part.Text(_, var more) && more.isEmpty();
    var isOwn = choice.extras().isEmpty() || choice.extras().dialect() == OWN;
    if (isText && isOwn) {
      return out;
    }
    return out.with(
        Carried.MEMBER,
        CanonicalParts.carried(
            parts.stream().<Json>map(CanonicalParts::write).toList(), choice.extras()));
  }
}
