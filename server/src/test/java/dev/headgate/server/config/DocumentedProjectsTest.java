package dev.headgate.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.config.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What readers copy loads: the examples, and the feature of the README with its model.
final class DocumentedProjectsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```");
  private static final Pattern FILE = Pattern.compile("(?m)^# (\\S+\\.yaml)(.*)\n");

  private static final SecretSource ANY =
      new SecretSource() {
        @Override
        public Optional<String> environment(String name) {
          return Optional.of("a-secret");
        }

        @Override
        public Optional<String> file(String path) {
          return Optional.of("a-secret");
        }
      };

  @TempDir Path folder;

  @Test
  void everyExampleLoads() throws IOException {
    try (var examples = Files.list(ROOT.resolve("examples"))) {
      assertThat(examples.filter(Files::isDirectory))
          .isNotEmpty()
          .allSatisfy(example -> assertThat(problems(example)).isEmpty());
    }
  }

  @Test
  void theFeatureOfTheReadmeLoads() throws IOException {
    var project = write(files(snippets("README.md").getFirst()));

    project.write("headgate.yaml", "");

    assertThat(problems(project.path())).isEmpty();
  }

  @Test
  void theTwoLinesOfTheReadmePutAModelInFront() throws IOException {
    var snippets = snippets("README.md");
    var files = files(snippets.getFirst());
    var lines = files(snippets.get(1));
    files.put("headgate.yaml", lines.getOrDefault("headgate.yaml", ""));
    files.computeIfPresent(
        FEATURE, (_, text) -> text.replace("tiers:\n", "tiers:\n" + lines.get(FEATURE)));
    // As `headgate init` writes it.
    files.put("features/handbook/prompts/answer.prompt", ProjectFolder.PROMPT);

    var project = write(files);

    assertThat(problems(project.path())).isEmpty();
    assertThat(project.loaded().features().require("handbook").tiers())
        .extracting(tier -> tier.name())
        .containsExactly("generated", "quoted", "support");
  }

  private static final String FEATURE = "features/handbook/feature.yaml";

  private ProjectFolder write(Map<String, String> files) {
    var project = new ProjectFolder(folder);
    files.forEach(project::write);
    return project;
  }

  private static String problems(Path project) {
    return switch (ProjectLoader.load(project, ANY)) {
      case LoadResult.Loaded _ -> "";
      case LoadResult.Rejected(var problems) -> ProjectFolder.lines(problems);
    };
  }

  private static List<String> snippets(String page) throws IOException {
    return YAML.matcher(Files.readString(ROOT.resolve(page)))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /// The files of a snippet, each under a comment with its path.
  private static Map<String, String> files(String snippet) {
    var names = new ArrayList<String>();
    FILE.matcher(snippet).results().forEach(found -> names.add(found.group(1)));
    var texts = FILE.split(snippet, -1);
    var files = new LinkedHashMap<String, String>();
    for (var i = 0; i < names.size(); i++) {
      files.put(names.get(i), texts[i + 1]);
    }
    return files;
  }
}
