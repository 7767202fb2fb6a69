package dev.headgate.providers.ollama;

import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.providers.conversations.CodecProviderContract;
import java.util.ArrayList;
import java.util.List;

class OllamaProviderTest extends CodecProviderContract {
  @Override
  protected ChatCodec codec() {
    return new OllamaCodec();
  }

  @Override
  protected String streamType() {
    return "application/x-ndjson";
  }

  @Override
  protected List<String> events(String... pieces) {
    var lines = new ArrayList<String>();
    for (var piece : pieces) {
      lines.add(line(piece, "\"done\":false"));
    }
    lines.add(
        line(
            "",
            "\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":11,\"eval_count\":7"));
    return lines;
  }

  private static String line(String text, String members) {
    return "{\"model\":\"scripted-1\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":{\"role\":\"assistant\",\"content\":"
        + quoted(text)
        + "},"
        + members
        + "}\n";
  }
}
