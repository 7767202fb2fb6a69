package dev.headgate.testkit.providers;

import static dev.headgate.testkit.providers.JsonText.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// Replies in the shape of OpenAI's API. Answers claim 11 prompt tokens, 4 of them cached, and 7
/// completion tokens, 2 of them reasoning.
public final class OpenAiReplies {
  public static final String MODEL = "scripted-1";
  public static final String ID = "chatcmpl-scripted";
  public static final String USAGE =
      """
      {"prompt_tokens":11,"completion_tokens":7,"total_tokens":18,\
      "prompt_tokens_details":{"cached_tokens":4},\
      "completion_tokens_details":{"reasoning_tokens":2}}\
      """;

  private OpenAiReplies() {}

  /// An answer in the form that was asked for: streamed, with usage if that was asked for, or
  /// whole.
  public static Script chat(String... pieces) {
    return request -> {
      return JsonText.wantsStream(request)
          ? stream(JsonText.wantsUsage(request), pieces)
          : whole(pieces);
    };
  }

  public static Reply whole(String... pieces) {
    return Reply.json(
        """
        {"id":"%s","object":"chat.completion","created":1,"model":"%s","choices":[{"index":0,\
        "message":{"role":"assistant","content":%s},"finish_reason":"stop"}],"usage":%s}\
        """
            .formatted(ID, MODEL, quoted(String.join("", pieces)), USAGE));
  }

  public static Reply stream(boolean withUsage, String... pieces) {
    return Reply.events(streamEvents(withUsage, pieces).toArray(String[]::new));
  }

  /// The events of [#stream], to be changed.
  public static List<String> streamEvents(boolean withUsage, String... pieces) {
    var events = new ArrayList<String>();
    events.add(event("{\"role\":\"assistant\",\"content\":\"\"}", "null", withUsage));
    for (var piece : pieces) {
      events.add(event("{\"content\":" + quoted(piece) + "}", "null", withUsage));
    }
    events.add(event("{}", "\"stop\"", withUsage));
    if (withUsage) {
      events.add(usageEvent());
    }
    events.add("data: [DONE]\n\n");
    return events;
  }

  public static String usageEvent() {
    return "data: "
        + "{\"id\":\"%s\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"%s\","
            .formatted(ID, MODEL)
        + "\"choices\":[],\"usage\":"
        + USAGE
        + "}\n\n";
  }

  /// One vector a text, whole.
  public static Reply embeddings(float[]... vectors) {
    var data = new StringJoiner(",", "[", "]");
    for (int i = 0; i < vectors.length; i++) {
      data.add(
          "{\"object\":\"embedding\",\"index\":"
              + i
              + ",\"embedding\":"
              + JsonText.numbers(vectors[i])
              + "}");
    }
    return Reply.json(
        """
        {"object":"list","data":%s,"model":"%s","usage":{"prompt_tokens":5,"total_tokens":5}}\
        """
            .formatted(data, MODEL));
  }

  /// A call of a function, in the form that was asked for.
  ///
  /// @param arguments JSON
  public static Script toolCall(String id, String name, String arguments) {
    return request ->
        JsonText.wantsStream(request)
            ? toolCallStream(JsonText.wantsUsage(request), id, name, arguments)
            : wholeToolCall(id, name, arguments);
  }

  /// An answer of the older completions, in the form that was asked for.
  public static Script completion(String... pieces) {
    return request -> {
      if (!JsonText.wantsStream(request)) {
        return Reply.json(completionJson(String.join("", pieces), "\"stop\"", USAGE));
      }
      var events = new ArrayList<String>();
      for (var piece : pieces) {
        events.add("data: " + completionJson(piece, "null", "null") + "\n\n");
      }
      events.add("data: " + completionJson("", "\"stop\"", "null") + "\n\n");
      events.add("data: [DONE]\n\n");
      return Reply.events(events.toArray(String[]::new));
    };
  }

  public static Reply models(String... ids) {
    var data = new StringJoiner(",", "[", "]");
    for (var id : ids) {
      data.add("{\"id\":" + quoted(id) + ",\"object\":\"model\",\"created\":1,\"owned_by\":\"x\"}");
    }
    return Reply.json("{\"object\":\"list\",\"data\":" + data + "}");
  }

  public static Reply error(int status, String type, String code, String... headers) {
    var body =
        """
        {"error":{"message":"scripted refusal","type":"%s","param":null,"code":"%s"}}\
        """
            .formatted(type, code);
    return Reply.body(status, "application/json", body, headers);
  }

  private static String event(String delta, String finishReason, boolean withUsage) {
    return """
    data: {"id":"%s","object":"chat.completion.chunk","created":1,"model":"%s",\
    "choices":[{"index":0,"delta":%s,"finish_reason":%s}]%s}

    """
        .formatted(ID, MODEL, delta, finishReason, withUsage ? ",\"usage\":null" : "");
  }

  private static Reply wholeToolCall(String id, String name, String arguments) {
    return Reply.json(
        """
        {"id":"%s","object":"chat.completion","created":1,"model":"%s","choices":[{"index":0,\
        "message":{"role":"assistant","content":null,"refusal":null,"tool_calls":[%s]},\
        "logprobs":null,"finish_reason":"tool_calls"}],"usage":%s}\
        """
            .formatted(ID, MODEL, call("", id, name, arguments), USAGE));
  }

  private static Reply toolCallStream(boolean withUsage, String id, String name, String arguments) {
    var middle = arguments.length() / 2;
    var events = new ArrayList<String>();
    events.add(
        event(
            "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[%s]}"
                .formatted(call("\"index\":0,", id, name, "")),
            "null",
            withUsage));
    for (var piece : List.of(arguments.substring(0, middle), arguments.substring(middle))) {
      events.add(
          event(
              "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":%s}}]}"
                  .formatted(quoted(piece)),
              "null",
              withUsage));
    }
    events.add(event("{}", "\"tool_calls\"", withUsage));
    if (withUsage) {
      events.add(usageEvent());
    }
    events.add("data: [DONE]\n\n");
    return Reply.events(events.toArray(String[]::new));
  }

  private static String call(String index, String id, String name, String arguments) {
    return """
    {%s"id":%s,"type":"function","function":{"name":%s,"arguments":%s}}\
    """
        .formatted(index, quoted(id), quoted(name), quoted(arguments));
  }

  private static String completionJson(String text, String finishReason, String usage) {
    return """
    {"id":"cmpl-scripted","object":"text_completion","created":1,"model":"%s","choices":[{\
    "index":0,"text":%s,"logprobs":null,"finish_reason":%s}],"usage":%s}\
    """
        .formatted(MODEL, quoted(text), finishReason, usage);
  }
}
