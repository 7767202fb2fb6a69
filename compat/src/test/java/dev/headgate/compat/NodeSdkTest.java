package dev.headgate.compat;

import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.ReceivedRequest;
import dev.headgate.testkit.providers.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The official `openai` package of npm: `openai.test.js` runs under Node, and each of its tests
/// counts as one here.
@Tag("all")
final class NodeSdkTest {
  @TempDir Path folder;

  @TestFactory
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  List<DynamicTest> theOpenAiPackage() throws Exception {
    var program = NodeProgram.install("openai.test.js");
    try (var gateway = Gateway.start(folder).ingest()) {
      var provider = new ProviderByModel();
      gateway.provider.always(provider::reply);
      var settings =
          Map.of(
              "GATEWAY_URL", gateway.baseUrl(),
              "GATEWAY_KEY", Gateway.KEY,
              "PROVIDER_URL", gateway.provider.baseUrl());
      return program.run(settings);
    }
  }

  /// Does what the model's name says.
  private static final class ProviderByModel {
    private final AtomicBoolean busy = new AtomicBoolean(true);
    private final AtomicReference<ReceivedRequest> silent = new AtomicReference<>();

    Reply reply(ReceivedRequest request) {
      return request.path().endsWith("/let-go")
          ? Reply.json(Boolean.toString(silent.get().awaitClosed(Gateway.SOON)))
          : reply(request, model(request.body()));
    }

    private Reply reply(ReceivedRequest request, String model) {
      return switch (model) {
        case "tools" -> Chats.toolCall();
        case "vectors" -> OpenAiReplies.embeddings(new float[] {.5f, -.25f});
        case "broken" -> Chats.brokenStream();
        case "silent" -> silently(request, Reply.silence());
        case "silent-after-hello" -> silently(request, Chats.begunStream());
        case "busy-once" ->
            busy.getAndSet(false)
                ? OpenAiReplies.error(429, "requests", "rate_limit_exceeded", "Retry-After: 1")
                : OpenAiReplies.whole("Hello", " there");
        default -> OpenAiReplies.chat("Hello", " there").reply(request);
      };
    }

    private Reply silently(ReceivedRequest request, Reply reply) {
      silent.set(request);
      return reply;
    }

    private static String model(String body) {
      return body.replaceFirst("(?s).*\"model\":\"([^\"]*)\".*", "$1");
    }
  }
}
