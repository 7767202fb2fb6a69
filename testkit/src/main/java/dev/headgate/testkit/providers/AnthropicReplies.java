package dev.headgate.testkit.providers;

import static dev.headgate.testkit.providers.JsonText.array;
import static dev.headgate.testkit.providers.JsonText.quoted;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Replies in the shape of Anthropic's API. Answers claim 7 fresh and 4 cached input tokens, and 7
/// output tokens: as many as [OpenAiReplies] claim.
public final class AnthropicReplies {
  public static final String MODEL = "claude-scripted";
  public static final String ID = "msg_scripted";

  /// What a thought is signed with.
  public static final String SIGNATURE = "c2NyaXB0ZWQ=";

  private static final String INPUT_USAGE =
      "\"input_tokens\":7,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":4";

  private AnthropicReplies() {}

  /// One block of an answer.
  ///
  /// @param whole as it stands in a whole answer
  /// @param empty as it begins in a stream
  /// @param deltas how it goes on there
  private record Block(String whole, String empty, List<String> deltas) {}

  /// An answer in the form that was asked for, streamed or whole.
  public static Script message(String... pieces) {
    return asAsked("end_turn", List.of(text(pieces)));
  }

  /// The same after a thought.
  public static Script thinking(String thought, String... pieces) {
    return asAsked("end_turn", List.of(thought(thought), text(pieces)));
  }

  /// A call of a tool.
  ///
  /// @param arguments JSON
  public static Script toolCall(String id, String name, String arguments) {
    return asAsked("tool_use", List.of(toolUse(id, name, arguments)));
  }

  public static Reply whole(String... pieces) {
    return whole("end_turn", List.of(text(pieces)));
  }

  public static Reply stream(String... pieces) {
    return Reply.events(streamEvents(pieces).toArray(String[]::new));
  }

  /// The events of [#stream], to be changed.
  public static List<String> streamEvents(String... pieces) {
    return events("end_turn", List.of(text(pieces)));
  }

  public static Reply tokenCount(int inputTokens) {
    return Reply.json("{\"input_tokens\":" + inputTokens + "}");
  }

  public static Reply error(int status, String type, String... headers) {
    return Reply.body(status, "application/json", errorBody(type), headers);
  }

  /// What ends a stream that broke at the provider.
  public static String errorEvent(String type) {
    return event("error", errorBody(type));
  }

  private static String errorBody(String type) {
    return """
    {"type":"error","error":{"type":"%s","message":"scripted refusal"},\
    "request_id":"req_scripted"}\
    """
        .formatted(type);
  }

  private static Script asAsked(String stopReason, List<Block> blocks) {
    return request ->
        JsonText.wantsStream(request)
            ? Reply.events(events(stopReason, blocks).toArray(String[]::new))
            : whole(stopReason, blocks);
  }

  private static Reply whole(String stopReason, List<Block> blocks) {
    return Reply.json(
        """
        {"id":"%s","type":"message","role":"assistant","model":"%s","content":%s,\
        "stop_reason":"%s","stop_sequence":null,"usage":{%s,"output_tokens":7}}\
        """
            .formatted(
                ID,
                MODEL,
                array(blocks.stream().map(Block::whole).toList()),
                stopReason,
                INPUT_USAGE));
  }

  private static List<String> events(String stopReason, List<Block> blocks) {
    var events = new ArrayList<String>();
    events.add(event("message_start", start()));
    for (int i = 0; i < blocks.size(); i++) {
      addBlock(events, i, blocks.get(i));
    }
    events.add(
        event(
            "message_delta",
            """
            {"type":"message_delta","delta":{"stop_reason":"%s","stop_sequence":null},\
            "usage":{"output_tokens":7}}\
            """
                .formatted(stopReason)));
    events.add(event("message_stop", "{\"type\":\"message_stop\"}"));
    return events;
  }

  private static String start() {
    return """
    {"type":"message_start","message":{"id":"%s","type":"message","role":"assistant",\
    "model":"%s","content":[],"stop_reason":null,"stop_sequence":null,\
    "usage":{%s,"output_tokens":1}}}\
    """
        .formatted(ID, MODEL, INPUT_USAGE);
  }

  private static void addBlock(List<String> events, int index, Block block) {
    events.add(
        event(
            "content_block_start",
            "{\"type\":\"content_block_start\",\"index\":%d,\"content_block\":%s}"
                .formatted(index, block.empty)));
    events.add(event("ping", "{\"type\":\"ping\"}"));
    for (var delta : block.deltas) {
      events.add(
          event(
              "content_block_delta",
              "{\"type\":\"content_block_delta\",\"index\":%d,\"delta\":%s}"
                  .formatted(index, delta)));
    }
    events.add(
        event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":" + index + "}"));
  }

  private static Block text(String... pieces) {
    return new Block(
        "{\"type\":\"text\",\"text\":" + quoted(String.join("", pieces)) + "}",
        "{\"type\":\"text\",\"text\":\"\"}",
        Arrays.stream(pieces)
            .map(piece -> "{\"type\":\"text_delta\",\"text\":" + quoted(piece) + "}")
            .toList());
  }

  private static Block thought(String thought) {
    return new Block(
        "{\"type\":\"thinking\",\"thinking\":%s,\"signature\":\"%s\"}"
            .formatted(quoted(thought), SIGNATURE),
        "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}",
        List.of(
            "{\"type\":\"thinking_delta\",\"thinking\":" + quoted(thought) + "}",
            "{\"type\":\"signature_delta\",\"signature\":\"" + SIGNATURE + "\"}"));
  }

  private static Block toolUse(String id, String name, String arguments) {
    var head =
        "{\"type\":\"tool_use\",\"id\":%s,\"name\":%s,\"input\":"
            .formatted(quoted(id), quoted(name));
    var middle = arguments.length() / 2;
    return new Block(
        head + arguments + "}",
        head + "{}}",
        List.of(
            jsonDelta(""),
            jsonDelta(arguments.substring(0, middle)),
            jsonDelta(arguments.substring(middle))));
  }

  private static String jsonDelta(String piece) {
    return "{\"type\":\"input_json_delta\",\"partial_json\":" + quoted(piece) + "}";
  }

  private static String event(String name, String json) {
    return "event: " + name + "\ndata: " + json + "\n\n";
  }
}
