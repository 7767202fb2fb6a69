package dev.headgate.compat;

import dev.headgate.testkit.providers.AnyDialect;
import dev.headgate.testkit.providers.ReceivedRequest;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.Script;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The official packages of npm for the dialects besides OpenAI's chat: each test of theirs counts
/// as one here.
@Tag("all")
final class NodeDialectsTest {
  private static final Script TALKS = AnyDialect.says("Hello", " there");

  @TempDir Path folder;

  @TestFactory
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  List<DynamicTest> theAnthropicPackage() throws Exception {
    return run("anthropic.test.js");
  }

  @TestFactory
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  List<DynamicTest> theGooglePackage() throws Exception {
    return run("google.test.js");
  }

  @TestFactory
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  List<DynamicTest> theResponsesOfTheOpenAiPackage() throws Exception {
    return run("responses.test.js");
  }

  private List<DynamicTest> run(String file) throws Exception {
    var program = NodeProgram.install(file);
    try (var gateway = Gateway.startWithAllDialects(folder)) {
      gateway.provider.always(NodeDialectsTest::reply);
      return program.run(Map.of("GATEWAY_URL", gateway.address(), "GATEWAY_KEY", Gateway.KEY));
    }
  }

  /// Does what the model's name says.
  private static Reply reply(ReceivedRequest request) {
    var asked = request.path() + request.body();
    if (asked.contains("busy")) {
      return AnyDialect.refuses(429).reply(request);
    }
    if (asked.contains("broken")) {
      return TALKS.reply(request).cutBehind("Hello");
    }
    return (asked.contains("tools:") || asked.contains("\"model\":\"tools\""))
        ? AnyDialect.callsATool().reply(request)
        : TALKS.reply(request);
  }
}
