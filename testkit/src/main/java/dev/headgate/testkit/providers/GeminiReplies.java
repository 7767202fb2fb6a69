package dev.headgate.testkit.providers;

import static dev.headgate.testkit.providers.JsonText.array;
import static dev.headgate.testkit.providers.JsonText.quoted;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Replies in the shape of Google's Gemini API. Answers claim 11 prompt tokens, 4 of them cached,
/// and 7 written tokens, 2 of them thoughts: as many as [OpenAiReplies] claim.
public final class GeminiReplies {
  public static final String MODEL = "gemini-scripted";
  public static final String ID = "scripted-response";

  /// What a thought or a call is signed with.
  public static final String SIGNATURE = "c2NyaXB0ZWQ=";

  private static final String USAGE =
      """
      {"promptTokenCount":11,"candidatesTokenCount":5,"totalTokenCount":18,\
      "cachedContentTokenCount":4,"promptTokensDetails":[{"modality":"TEXT","tokenCount":11}],\
      "thoughtsTokenCount":2}\
      """;

  private GeminiReplies() {}

  /// An answer in the form that the path asked for: events, one array, or whole.
  public static Script content(String... pieces) {
    var parts = Arrays.stream(pieces).map(GeminiReplies::text).toList();
    return asAsked(List.of(text(String.join("", pieces))), parts);
  }

  /// The same after a thought.
  public static Script thinking(String thought, String... pieces) {
    var thoughtPart = "{\"text\":" + quoted(thought) + ",\"thought\":true}";
    var parts = new ArrayList<String>();
    parts.add(thoughtPart);
    for (var piece : pieces) {
      parts.add(text(piece));
    }
    return asAsked(List.of(thoughtPart, text(String.join("", pieces))), parts);
  }

  /// A call of a function.
  ///
  /// @param arguments JSON
  public static Script toolCall(String name, String arguments) {
    var part =
        "{\"functionCall\":{\"name\":%s,\"args\":%s},\"thoughtSignature\":\"%s\"}"
            .formatted(quoted(name), arguments, SIGNATURE);
    return asAsked(List.of(part), List.of(part));
  }

  public static Reply whole(String... pieces) {
    return Reply.json(answer(List.of(text(String.join("", pieces))), true));
  }

  public static Reply stream(String... pieces) {
    return Reply.events(streamEvents(pieces).toArray(String[]::new));
  }

  /// The events of [#stream], to be changed.
  public static List<String> streamEvents(String... pieces) {
    return events(Arrays.stream(pieces).map(GeminiReplies::text).toList());
  }

  public static Reply tokenCount(int totalTokens) {
    return Reply.json(
        """
        {"totalTokens":%1$d,"promptTokensDetails":[{"modality":"TEXT","tokenCount":%1$d}]}\
        """
            .formatted(totalTokens));
  }

  /// One vector a text; the first alone where the path asked for one.
  public static Script embeddings(float[]... vectors) {
    var embeddings =
        Arrays.stream(vectors)
            .map(vector -> "{\"values\":" + JsonText.numbers(vector) + "}")
            .toList();
    return request ->
        Reply.json(
            request.path().contains(":batchEmbedContents")
                ? "{\"embeddings\":" + array(embeddings) + "}"
                : "{\"embedding\":" + embeddings.getFirst() + "}");
  }

  /// @param reason such as `RESOURCE_EXHAUSTED`
  public static Reply error(int status, String reason, String... headers) {
    var body =
        """
        {"error":{"code":%d,"message":"scripted refusal","status":"%s"}}\
        """
            .formatted(status, reason);
    return Reply.body(status, "application/json; charset=UTF-8", body, headers);
  }

  private static Script asAsked(List<String> wholeParts, List<String> streamedParts) {
    return request -> {
      if (!request.path().contains(":streamGenerateContent")) {
        return Reply.json(answer(wholeParts, true));
      }
      return request.path().contains("alt=sse")
          ? Reply.events(events(streamedParts).toArray(String[]::new))
          : Reply.json(array(answers(streamedParts)));
    };
  }

  private static List<String> events(List<String> parts) {
    return answers(parts).stream().map(answer -> "data: " + answer + "\r\n\r\n").toList();
  }

  private static List<String> answers(List<String> parts) {
    var answers = new ArrayList<String>();
    for (int i = 0; i < parts.size(); i++) {
      answers.add(answer(List.of(parts.get(i)), i == parts.size() - 1));
    }
    return answers;
  }

  private static String answer(List<String> parts, boolean last) {
    return """
    {"candidates":[{"content":{"parts":%s,"role":"model"}%s,"index":0}],"usageMetadata":%s,\
    "modelVersion":"%s","responseId":"%s"}\
    """
        .formatted(array(parts), last ? ",\"finishReason\":\"STOP\"" : "", USAGE, MODEL, ID);
  }

  private static String text(String text) {
    return "{\"text\":" + quoted(text) + "}";
  }
}
