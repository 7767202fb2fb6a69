package dev.headgate.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.w3c.dom.Element;

/// Tests in JavaScript, run by Node with packages from npm; each counts as one here.
final class NodeProgram {
  private static final Path SOURCES = Path.of("src/test/node");
  private static final Path HOME = Path.of("target/node");
  private static final Duration INSTALL_PATIENCE = Duration.ofMinutes(5);
  private static final Duration RUN_PATIENCE = Duration.ofMinutes(2);

  private final String file;

  private NodeProgram(String file) {
    this.file = file;
  }

  /// Fetches the packages; skips the test where Node is missing.
  static NodeProgram install(String file) throws IOException, InterruptedException {
    for (var program : List.of("node", "npm")) {
      assumeTrue(isInstalled(program), program + " is not on the PATH; install Node.js with npm");
    }
    Files.createDirectories(HOME);
    for (var source : List.of("package.json", ".npmrc", file)) {
      Files.copy(
          SOURCES.resolve(source), HOME.resolve(source), StandardCopyOption.REPLACE_EXISTING);
    }
    var output =
        run(Map.of(), INSTALL_PATIENCE, "npm", "install", "--no-audit", "--no-fund", "--silent");
    assertThat(HOME.resolve("node_modules/openai")).as(output).isDirectory();
    return new NodeProgram(file);
  }

  List<DynamicTest> run(Map<String, String> environment) throws Exception {
    return tests(run(environment, RUN_PATIENCE, "node", "--test", "--test-reporter=junit", file));
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
}
