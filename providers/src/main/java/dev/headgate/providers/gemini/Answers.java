package dev.headgate.providers.gemini;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.providers.wire.ObjectReader;
import java.util.ArrayList;
import java.util.List;

/// Whole answers, and what they share with the pieces of a stream.
final class Answers {
  static final String FINISH_REASON = "finishReason";
  static final String USAGE = "usageMetadata";

  private Answers() {}

  static ChatAnswer read(Json.Obj object) {
    var answer = ObjectReader.ofAnswer(object, "");
    refuseBlocked(answer);
    var id = answer.text("responseId");
    var candidates = answer.each("candidates");
    if (candidates.isEmpty() && !object.has(USAGE)) {
      throw new CallFailed(ErrorCode.PROVIDER_MALFORMED, "the provider's answer has no candidates");
    }
    var choices = new ArrayList<ChatAnswer.Choice>();
    var searches = 0L;
    var parts = new PartReader(new CallMatching(id));
    for (var candidate : candidates) {
      choices.add(choice(candidate, parts, choices.size()));
      searches += searches(candidate.object(), answer.text("modelVersion"));
    }
    var counts = answer.object(USAGE);
    return new ChatAnswer(
        id,
        answer.text("modelVersion"),
        choices,
        Usages.read(counts, searches),
        extras(answer, usageExtras(counts, searches)));
  }

  private static ChatAnswer.Choice choice(ObjectReader candidate, PartReader reader, int place) {
    var index = candidate.integer("index");
    var content = candidate.members("content");
    var parts = new ArrayList<Part>();
    content.each("parts").forEach(part -> parts.add(reader.read(part)));
    content.text("role");
    var reason = finish(candidate, parts.stream().anyMatch(it -> it instanceof Part.ToolCall));
    return new ChatAnswer.Choice(
        index == null ? place : index,
        new ChatMessage(Role.ASSISTANT, parts),
        reason,
        choiceExtras(candidate, reason));
  }

  static FinishReason finish(ObjectReader candidate, boolean calledTools) {
    var reason = candidate.text(FINISH_REASON);
    var carried = candidate.object().object(Carried.MEMBER).text("finish").orElse("");
    return carried.isEmpty() ? Finish.read(reason, calledTools) : FinishReason.valueOf(carried);
  }

  /// What only Google knows of a candidate; its own word for the reason if ours does not tell.
  static Extras choiceExtras(ObjectReader candidate, FinishReason reason) {
    var word = candidate.text(FINISH_REASON);
    var more =
        word.isEmpty() || word.equals(Finish.write(reason))
            ? Json.Obj.EMPTY
            : Json.Obj.of(FINISH_REASON, new Json.Text(word));
    return extras(candidate, more);
  }

  /// Google's counts as they were, if ours do not tell as much.
  static Json.Obj usageExtras(Json.Obj counts, long searches) {
    return counts.isEmpty() || counts.equals(Usages.write(Usages.read(counts, searches), searches))
        ? Json.Obj.EMPTY
        : Json.Obj.of(USAGE, counts);
  }

  static Extras extras(ObjectReader members, Json.Obj more) {
    if (members.object().has(Carried.MEMBER)) {
      return carried(members.object());
    }
    var rest = members.rest().with(more);
    return rest.isEmpty() ? Extras.NONE : new Extras(Dialect.GEMINI, rest);
  }

  /// Another dialect's words that came through this one.
  static Extras carried(Json.Obj object) {
    return ObjectReader.carried(object, Dialect.GEMINI);
  }

  /// A prompt that was not let in has no candidates, only a reason.
  static void refuseBlocked(ObjectReader answer) {
    var reason = answer.object().object("promptFeedback").text("blockReason");
    if (reason.isPresent() && answer.object().array("candidates").isEmpty()) {
      throw new CallFailed(
          ErrorCode.CONTENT_REFUSED,
          "the provider refused the prompt"
              + (reason.get().chars().allMatch(c -> c == '_' || (c >= 'A' && c <= 'Z'))
                  ? " (" + reason.get() + ")"
                  : ""));
    }
  }

  /// Searches that are charged: each query, with older models each answer that made any.
  static long searches(Json.Obj candidate, String model) {
    var queries = candidate.object("groundingMetadata").array("webSearchQueries").size();
    return model.startsWith("gemini-1") || model.startsWith("gemini-2")
        ? Math.min(queries, 1)
        : queries;
  }

  static Json.Obj write(ChatAnswer answer) {
    var candidates = new ArrayList<Json>();
    var searches = 0L;
    for (var choice : answer.choices()) {
      var written = choice(choice);
      candidates.add(written);
      searches += searches(written, answer.responseModel());
    }
    return envelope(
        candidates,
        answer.responseModel(),
        answer.responseId(),
        answer.usage(),
        searches,
        answer.extras());
  }

  /// @param usage left out if it is nothing and the extras have none
  static Json.Obj envelope(
      List<Json> candidates, String model, String id, Usage usage, long searches, Extras extras) {
    var body = new ObjectBuilder().maybe("candidates", candidates);
    if (!usage.equals(Usage.NONE)) {
      body.put(USAGE, Usages.write(usage, searches));
    }
    return Carried.put(
        body.maybe("modelVersion", model).maybe("responseId", id).build(), Dialect.GEMINI, extras);
  }

  private static Json.Obj choice(ChatAnswer.Choice choice) {
    var writer = new PartWriter(false);
    var parts = new ArrayList<Json>();
    for (var part : choice.message().parts()) {
      parts.add(writer.write(part, ""));
    }
    return candidate(choice.index(), parts, choice.finishReason(), choice.extras());
  }

  static Json.Obj candidate(int index, List<Json> parts, FinishReason reason, Extras extras) {
    var body = new ObjectBuilder();
    body.put(
        "content",
        parts.isEmpty() && reason == FinishReason.CONTENT_FILTER
            ? Json.Obj.EMPTY
            : new ObjectBuilder().maybe("parts", parts).put("role", "model").build());
    body.put(FINISH_REASON, Finish.write(reason)).put("index", index);
    var calls =
        parts.stream().anyMatch(it -> it instanceof Json.Obj part && part.has("functionCall"));
    var written = Carried.put(body.build(), Dialect.GEMINI, extras);
    return (reason == FinishReason.TOOL_CALLS) == calls
            || reason == FinishReason.LENGTH
            || reason == FinishReason.CONTENT_FILTER
        ? written
        : withReason(written, reason);
  }

  private static Json.Obj withReason(Json.Obj candidate, FinishReason reason) {
    return candidate.with(
        Carried.MEMBER,
        candidate.object(Carried.MEMBER).with("finish", new Json.Text(reason.name())));
  }
}
