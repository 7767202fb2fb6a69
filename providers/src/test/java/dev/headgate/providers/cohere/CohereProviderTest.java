package dev.headgate.providers.cohere;

import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.providers.conversations.CodecProviderContract;
import java.util.ArrayList;
import java.util.List;

class CohereProviderTest extends CodecProviderContract {
  @Override
  protected ChatCodec codec() {
    return new CohereCodec();
  }

  @Override
  protected List<String> events(String... pieces) {
    var events = new ArrayList<String>();
    events.add(
        event("message-start", "\"id\":\"m1\",\"delta\":{\"message\":{\"role\":\"assistant\"}}"));
    events.add(
        event(
            "content-start",
            "\"index\":0,\"delta\":{\"message\":{\"content\":{\"type\":\"text\",\"text\":\"\"}}}"));
    for (var piece : pieces) {
      events.add(
          event(
              "content-delta",
              "\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":"
                  + quoted(piece)
                  + "}}}"));
    }
    events.add(event("content-end", "\"index\":0"));
    events.add(
        event(
            "message-end",
            "\"delta\":{\"finish_reason\":\"COMPLETE\",\"usage\":{\"billed_units\":{\"input_tokens\":3,\"output_tokens\":7},\"tokens\":{\"input_tokens\":11,\"output_tokens\":9}}}"));
    return events;
  }

  private static String event(String type, String members) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + members + "}\n\n";
  }
}
