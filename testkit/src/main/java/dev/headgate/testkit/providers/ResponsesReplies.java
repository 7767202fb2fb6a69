package dev.headgate.testkit.providers;

import static dev.headgate.testkit.providers.JsonText.quoted;

import java.util.ArrayList;
import java.util.List;

/// Replies in the shape of OpenAI's responses. Answers claim as many tokens as [OpenAiReplies].
/// Scripts give each request an id of its own, as a provider does; replies have [#ID].
public final class ResponsesReplies {
  public static final String ID = "resp_scripted";

  private static final String USAGE =
      """
      {"input_tokens":11,"input_tokens_details":{"cached_tokens":4,"cache_write_tokens":0},\
      "output_tokens":7,\
      "output_tokens_details":{"reasoning_tokens":2},"total_tokens":18}\
      """;

  private final String id;

  private ResponsesReplies(String id) {
    this.id = id;
  }

  /// An answer in the form that was asked for, streamed or whole.
  public static Script response(String... pieces) {
    return request -> {
      var replies = of(request);
      return JsonText.wantsStream(request)
          ? events(replies.textEvents(pieces))
          : Reply.json(replies.completed(message(String.join("", pieces))));
    };
  }

  /// A call of a function.
  ///
  /// @param arguments JSON
  public static Script toolCall(String callId, String name, String arguments) {
    return request -> {
      var replies = of(request);
      return JsonText.wantsStream(request)
          ? events(replies.toolCallEvents(callId, name, arguments))
          : Reply.json(replies.completed(call(callId, name, arguments, "completed")));
    };
  }

  public static Reply whole(String... pieces) {
    return Reply.json(new ResponsesReplies(ID).completed(message(String.join("", pieces))));
  }

  public static Reply stream(String... pieces) {
    return events(streamEvents(pieces));
  }

  /// The events of [#stream], to be changed.
  public static List<String> streamEvents(String... pieces) {
    return new ResponsesReplies(ID).textEvents(pieces);
  }

  public static Reply error(int status, String type, String code, String... headers) {
    return OpenAiReplies.error(status, type, code, headers);
  }

  private static ResponsesReplies of(ReceivedRequest request) {
    return new ResponsesReplies("resp_" + Integer.toHexString(request.body().hashCode()));
  }

  private List<String> textEvents(String... pieces) {
    var events = begun();
    add(events, "response.output_item.added", "\"output_index\":0,\"item\":" + message());
    add(events, "response.content_part.added", place() + ",\"part\":" + part(""));
    for (var piece : pieces) {
      add(
          events,
          "response.output_text.delta",
          place() + ",\"delta\":" + quoted(piece) + ",\"logprobs\":[]");
    }
    var text = String.join("", pieces);
    add(
        events,
        "response.output_text.done",
        place() + ",\"text\":" + quoted(text) + ",\"logprobs\":[]");
    add(events, "response.content_part.done", place() + ",\"part\":" + part(text));
    add(events, "response.output_item.done", "\"output_index\":0,\"item\":" + message(text));
    add(events, "response.completed", "\"response\":" + completed(message(text)));
    return events;
  }

  private List<String> toolCallEvents(String callId, String name, String arguments) {
    var events = begun();
    var place = "\"item_id\":\"fc_scripted\",\"output_index\":0";
    var middle = arguments.length() / 2;
    add(
        events,
        "response.output_item.added",
        "\"output_index\":0,\"item\":" + call(callId, name, "", "in_progress"));
    for (var piece : List.of(arguments.substring(0, middle), arguments.substring(middle))) {
      add(events, "response.function_call_arguments.delta", place + ",\"delta\":" + quoted(piece));
    }
    add(
        events,
        "response.function_call_arguments.done",
        place + ",\"name\":" + quoted(name) + ",\"arguments\":" + quoted(arguments));
    var call = call(callId, name, arguments, "completed");
    add(events, "response.output_item.done", "\"output_index\":0,\"item\":" + call);
    add(events, "response.completed", "\"response\":" + completed(call));
    return events;
  }

  private List<String> begun() {
    var events = new ArrayList<String>();
    for (var type : List.of("response.created", "response.in_progress")) {
      add(events, type, "\"response\":" + response("in_progress", "", "null"));
    }
    return events;
  }

  private static Reply events(List<String> events) {
    return Reply.events(events.toArray(String[]::new));
  }

  private static void add(List<String> events, String type, String members) {
    events.add(
        "event: %1$s\ndata: {\"type\":\"%1$s\",\"sequence_number\":%2$d,%3$s}\n\n"
            .formatted(type, events.size(), members));
  }

  private String completed(String item) {
    return response("completed", item, USAGE);
  }

  private String response(String status, String output, String usage) {
    return """
    {"id":"%s","object":"response","created_at":1,"status":"%s","background":false,"error":null,\
    "incomplete_details":null,"instructions":null,"max_output_tokens":null,"model":"%s",\
    "output":[%s],"parallel_tool_calls":true,"previous_response_id":null,"store":true,\
    "temperature":1.0,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],\
    "top_p":1.0,"truncation":"disabled","usage":%s,"metadata":{}}\
    """
        .formatted(id, status, OpenAiReplies.MODEL, output, usage);
  }

  private static String place() {
    return "\"item_id\":\"msg_scripted\",\"output_index\":0,\"content_index\":0";
  }

  private static String message() {
    return item("in_progress", "");
  }

  private static String message(String text) {
    return item("completed", part(text));
  }

  private static String item(String status, String content) {
    return """
    {"id":"msg_scripted","type":"message","status":"%s","role":"assistant","content":[%s]}\
    """
        .formatted(status, content);
  }

  private static String part(String text) {
    return "{\"type\":\"output_text\",\"text\":%s,\"annotations\":[],\"logprobs\":[]}"
        .formatted(quoted(text));
  }

  private static String call(String callId, String name, String arguments, String status) {
    return """
    {"id":"fc_scripted","type":"function_call","status":"%s","call_id":%s,"name":%s,\
    "arguments":%s}\
    """
        .formatted(status, quoted(callId), quoted(name), quoted(arguments));
  }
}
