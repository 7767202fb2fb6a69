package dev.headgate.server.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.JsonBytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

/// What official SDKs rely on in a whole stream of each dialect, and its text.
final class StreamForms {
  private StreamForms() {}

  /// The objects of a stream of events.
  static List<Json.Obj> events(String body) {
    var events = new ArrayList<Json.Obj>();
    for (var line : body.split("\r?\n", -1)) {
      if (line.startsWith("data: {")) {
        events.add((Json.Obj) JsonBytes.read(line.substring(6).getBytes(UTF_8)));
      }
    }
    return events;
  }

  static String message(String body) {
    var text = new StringBuilder();
    var open = -1L;
    var blocks = 0L;
    var ended = false;
    var events = events(body);
    for (int i = 0; i < events.size(); i++) {
      var event = events.get(i);
      var index = event.integer("index");
      assertThat(ended).as("goes on behind its end: " + event).isFalse();
      switch (type(event)) {
        case "message_start" -> assertThat(i).as("begins").isZero();
        case "content_block_start" -> {
          assertThat(open).as("another block is open").isEqualTo(-1);
          assertThat(index).as("index").isEqualTo(blocks++);
          open = index;
        }
        case "content_block_delta" -> {
          assertThat(index).as("an open block").isEqualTo(open);
          text.append(event.object("delta").text("text").orElse(""));
        }
        case "content_block_stop" -> {
          assertThat(index).as("an open block").isEqualTo(open);
          open = -1;
        }
        case "message_delta" -> {
          assertThat(open).as("a block that never ended").isEqualTo(-1);
          assertThat(event.object("delta").text("stop_reason")).contains("end_turn");
          assertThat(event.object("usage").integer("output_tokens")).isEqualTo(7);
        }
        case "message_stop" -> ended = true;
        default -> assertThat(type(event)).isEqualTo("ping");
      }
    }
    assertThat(ended).as("ends").isTrue();
    assertThat(body.split("event: message_delta", -1)).hasSize(2);
    return text.toString();
  }

  static String response(String body) {
    var text = new StringBuilder();
    var items = new HashMap<Long, String>();
    var done = new ArrayList<Json>();
    Json.Obj completed = null;
    var number = 0L;
    String id = null;
    for (var event : events(body)) {
      assertThat(completed).as("goes on behind its end").isNull();
      assertThat(event.integer("sequence_number")).as("numbers").isEqualTo(number++);
      var index = event.integer("output_index");
      switch (type(event)) {
        case "response.created" -> {
          assertThat(id).as("begins once").isNull();
          id = event.object("response").text("id").orElseThrow();
        }
        case "response.in_progress" -> {}
        case "response.output_item.added" -> {
          assertThat(index).isEqualTo(items.size());
          items.put(index, event.object("item").text("id").orElseThrow());
        }
        case "response.output_text.delta" -> {
          assertThat(event.text("item_id")).contains(items.get(index));
          text.append(event.text("delta").orElse(""));
        }
        case "response.content_part.added", "response.output_text.done" ->
            assertThat(event.text("item_id")).contains(items.get(index));
        case "response.content_part.done" ->
            assertThat(event.text("item_id")).contains(items.get(index));
        case "response.output_item.done" -> {
          assertThat(index).isEqualTo(done.size());
          assertThat(event.object("item").text("id")).contains(items.get(index));
          done.add(event.object("item"));
        }
        case "response.completed" -> completed = event.object("response");
        default -> throw new AssertionError(event.toString());
      }
    }
    assertThat(completed).as("ends").isNotNull();
    assertThat(completed.text("id")).contains(id);
    assertThat(completed.text("status")).contains("completed");
    assertThat(completed.array("output")).isEqualTo(done).hasSize(items.size());
    assertThat(completed.object("usage").integer("output_tokens")).isEqualTo(7);
    assertThat(done.stream().map(StreamForms::itemText).collect(Collectors.joining()))
        .isEqualTo(text.toString());
    return text.toString();
  }

  private static String itemText(Json item) {
    return ((Json.Obj) item)
        .array("content").stream()
            .map(it -> ((Json.Obj) it).text("text").orElse(""))
            .collect(Collectors.joining());
  }

  static String completion(String body) {
    var text = new StringBuilder();
    var reasons = 0;
    for (var event : events(body)) {
      for (var choice : event.array("choices")) {
        text.append(((Json.Obj) choice).text("text").orElse(""));
        reasons += ((Json.Obj) choice).text("finish_reason").isPresent() ? 1 : 0;
      }
    }
    assertThat(reasons).as("ends once").isEqualTo(1);
    assertThat(body).endsWith("data: [DONE]\n\n");
    return text.toString();
  }

  static String contents(String body) {
    return pieces(events(body));
  }

  static String array(String body) {
    var all = ((Json.Arr) JsonBytes.read(body.getBytes(UTF_8))).elements();
    return pieces(all.stream().map(Json.Obj.class::cast).toList());
  }

  private static String pieces(List<Json.Obj> all) {
    var text = new StringBuilder();
    var reasons = 0;
    for (var piece : all) {
      assertThat(reasons).as("goes on behind its end").isZero();
      for (var one : piece.array("candidates")) {
        var candidate = (Json.Obj) one;
        reasons += candidate.text("finishReason").isPresent() ? 1 : 0;
        for (var part : candidate.object("content").array("parts")) {
          text.append(((Json.Obj) part).text("text").orElse(""));
        }
      }
    }
    assertThat(reasons).as("ends once").isEqualTo(1);
    assertThat(all.getLast().object("usageMetadata").integer("totalTokenCount")).isEqualTo(18);
    return text.toString();
  }

  private static String type(Json.Obj event) {
    return event.text("type").orElse("");
  }
}
