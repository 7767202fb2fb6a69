package dev.headgate.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.ReceivedRequest;
import dev.headgate.testkit.providers.Reply;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/// The official `openai` package of npm: `openai.test.js` runs under Node, and each of its tests
/// counts as one here.
@Tag("all")
final class NodeSdkTest {
  private static final Path SOURCES = Path.of("src/test/node");
  private static final Path HOME = Path.of("target/node");
  private static final Duration INSTALL_PATIENCE = Duration.ofMinutes(5);
  private static final Duration RUN_PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  @TestFactory
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  List<DynamicTest> theOpenAiPackage() throws Exception {
    for (var program : List.of("node", "npm")) {
      assumeTrue(isInstalled(program), program + " is not on the PATH; install Node.js with npm");
    }
    install();
    try (var gateway = Gateway.start(folder).ingest()) {
      var provider = new ProviderByModel();
      gateway.provider.always(provider::reply);
      var settings =
          Map.of(
              "GATEWAY_URL", gateway.baseUrl(),
              "GATEWAY_KEY", Gateway.KEY,
              "PROVIDER_URL", gateway.provider.baseUrl());
      var report =
          run(settings, RUN_PATIENCE, "node", "--test", "--test-reporter=junit", "openai.test.js");
      return tests(report);
    }
  }

  private static void install() throws IOException, InterruptedException {
    Files.createDirectories(HOME);
    for (var file : List.of("package.json", ".npmrc", "openai.test.js")) {
      Files.copy(SOURCES.resolve(file), HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    var output =
        run(Map.of(), INSTALL_PATIENCE, "npm", "install", "--no-audit", "--no-fund", "--silent");
    assertThat(HOME.resolve("node_modules/openai")).as(output).isDirectory();
  }

  private static String run(Map<String, String> environment, Duration patience, String... command)
      throws IOException, InterruptedException {
    var output = HOME.resolve(command[0] + ".log");
    var builder = new ProcessBuilder(command).directory(HOME.toFile());
    builder.environment().putAll(environment);
    var process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS))
          .as("%s ends within %s; see %s", command[0], patience, output)
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output);
  }

  private static List<DynamicTest> tests(String report) throws Exception {
    assertThat(report).startsWith("<?xml").contains("<testcase");
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(report.getBytes(UTF_8)));
    var cases = document.getElementsByTagName("testcase");
    return IntStream.range(0, cases.getLength())
        .mapToObj(i -> test((Element) cases.item(i)))
        .toList();
  }

  private static DynamicTest test(Element testcase) {
    var failures = new ArrayList<String>();
    var found = testcase.getElementsByTagName("failure");
    for (int i = 0; i < found.getLength(); i++) {
      failures.add(found.item(i).getTextContent());
    }
    return DynamicTest.dynamicTest(
        testcase.getAttribute("name"), () -> assertThat(failures).isEmpty());
  }

  private static boolean isInstalled(String program) {
    var path = System.getenv().getOrDefault("PATH", "");
    return List.of(path.split(File.pathSeparator)).stream()
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
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
