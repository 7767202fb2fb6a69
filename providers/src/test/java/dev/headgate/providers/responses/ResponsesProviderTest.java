package dev.headgate.providers.responses;

import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.providers.conversations.CodecProviderContract;
import java.util.ArrayList;
import java.util.List;

class ResponsesProviderTest extends CodecProviderContract {
  @Override
  protected ChatCodec codec() {
    return new ResponsesCodec();
  }

  @Override
  protected List<String> events(String... pieces) {
    var text = quoted(String.join("", pieces));
    var events = new ArrayList<String>();
    events.add(
        event(
            "response.created",
            "\"response\":{\"id\":\"resp_1\",\"model\":\"scripted-1\",\"status\":\"in_progress\",\"output\":[]}"));
    events.add(
        event(
            "response.output_item.added",
            "\"output_index\":0,\"item\":{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"in_progress\",\"role\":\"assistant\",\"content\":[]}"));
    events.add(
        event(
            "response.content_part.added",
            "\"output_index\":0,\"content_index\":0,\"item_id\":\"msg_1\",\"part\":{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[]}"));
    for (var piece : pieces) {
      events.add(
          event(
              "response.output_text.delta",
              "\"output_index\":0,\"content_index\":0,\"item_id\":\"msg_1\",\"delta\":"
                  + quoted(piece)));
    }
    events.add(event("response.output_item.done", "\"output_index\":0,\"item\":" + item(text)));
    events.add(
        event(
            "response.completed",
            "\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"model\":\"scripted-1\",\"status\":\"completed\",\"output\":["
                + item(text)
                + "],\"usage\":{\"input_tokens\":11,\"input_tokens_details\":{\"cached_tokens\":4},\"output_tokens\":7,\"output_tokens_details\":{\"reasoning_tokens\":2},\"total_tokens\":18}}"));
    return events;
  }

  private static String item(String text) {
    return "{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":"
        + text
        + ",\"annotations\":[]}]}";
  }

  private static String event(String type, String members) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + members + "}\n\n";
  }
}
