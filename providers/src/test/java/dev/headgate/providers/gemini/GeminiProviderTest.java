package dev.headgate.providers.gemini;

import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.providers.conversations.CodecProviderContract;
import java.util.ArrayList;
import java.util.List;

class GeminiProviderTest extends CodecProviderContract {
  @Override
  protected ChatCodec codec() {
    return new GeminiCodec();
  }

  @Override
  protected List<String> events(String... pieces) {
    var events = new ArrayList<String>();
    for (var piece : pieces) {
      events.add(
          event(
              "{\"content\":{\"parts\":[{\"text\":%s}],\"role\":\"model\"},\"index\":0}"
                  .formatted(quoted(piece))));
    }
    events.add(
        event(
            "{\"content\":{\"parts\":[{\"text\":\"\"}],\"role\":\"model\"},"
                + "\"finishReason\":\"STOP\",\"index\":0}"));
    return events;
  }

  private static String event(String candidate) {
    return "data: {\"candidates\":[%s],\"usageMetadata\":{\"promptTokenCount\":11,\"candidatesTokenCount\":7,\"totalTokenCount\":18},\"modelVersion\":\"scripted-1\",\"responseId\":\"abc\"}\r\n\r\n"
        .formatted(candidate);
  }
}
