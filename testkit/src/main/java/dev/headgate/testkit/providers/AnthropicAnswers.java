package dev.headgate.testkit.providers;

import java.util.ArrayList;
import java.util.List;

/// Replies in the shape of Anthropic's API. Answers claim 11 input tokens, 4 of them read from a
/// cache, and 7 output tokens, 2 of them thought.
public final class AnthropicAnswers {
  public static final String MODEL = "claude-scripted-1";
  public static final String ID = "msg_scripted";
  public static final String USAGE =
      """
      {"input_tokens":7,"cache_creation_input_tokens":0,"cache_read_input_tokens":4,\
      "output_tokens":7,"output_tokens_details":{"thinking_tokens":2}}\
      """;

  private AnthropicAnswers() {}

  /// An answer in the form that was asked for: streamed or whole.
  public static Script message(String... pieces) {
    return request ->
        request.body().contains("\"stream\":true")
            ? Reply.events(streamEvents(pieces).toArray(String[]::new))
            : whole(pieces);
  }

  public static Reply whole(String... pieces) {
    return Reply.json(
        """
        {"id":"%s","type":"message","role":"assistant","model":"%s","content":[{"type":"text",\
        "text":%s}],"stop_reason":"end_turn","stop_sequence":null,"usage":%s}\
        """
            .formatted(ID, MODEL, JsonText.quoted(String.join("", pieces)), USAGE));
  }

  /// The events of a streamed answer, to be changed.
  public static List<String> streamEvents(String... pieces) {
    var events = new ArrayList<String>();
    events.add(
        event(
            "message_start",
            """
            "message":{"id":"%s","type":"message","role":"assistant","model":"%s","content":[],\
            "stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":7,\
            "cache_read_input_tokens":4,"output_tokens":1}}\
            """
                .formatted(ID, MODEL)));
    events.add(
        event(
            "content_block_start",
            "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
    events.add(event("ping", ""));
    for (var piece : pieces) {
      events.add(
          event(
              "content_block_delta",
              "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":"
                  + JsonText.quoted(piece)
                  + "}"));
    }
    events.add(event("content_block_stop", "\"index\":0"));
    events.add(
        event(
            "message_delta",
            "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":" + USAGE));
    events.add(event("message_stop", ""));
    return events;
  }

  public static Reply error(int status, String type, String message, String... headers) {
    var body =
        "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"},\"request_id\":\"req_1\"}"
            .formatted(type, message);
    return Reply.body(status, "application/json", body, headers);
  }

  private static String event(String type, String rest) {
    return "event: %s\ndata: {\"type\":\"%s\"%s}\n\n"
        .formatted(type, type, rest.isEmpty() ? "" : "," + rest);
  }
}
