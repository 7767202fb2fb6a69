package dev.headgate.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.config.SecretSource;
import dev.headgate.testkit.providers.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What readers copy loads: the examples, the feature of the README with its model, and the
/// snippets of the guides.
final class DocumentedProjectsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```");
  private static final Pattern CSV = Pattern.compile("(?ms)^```csv\n(.*?)^```");
  private static final Pattern FILE =
      Pattern.compile("(?m)^# (\\S+\\.(?:yaml|yml|prompt|json))(.*)\n");

  private static final String FEATURE = "features/handbook/feature.yaml";
  private static final String PROMPT = "features/handbook/prompts/answer.prompt";

  // With every provider and alias that a snippet names without declaring it.
  private static final String MAIN =
      ProjectFolder.MAIN.replace(
          "models:", "  ollama: {base-url: \"http://127.0.0.1:11434/v1\"}\nmodels:");
  private static final String FEATURE_WITHOUT_MODEL =
      ProjectFolder.FEATURE.replaceFirst("  - \\{name: generated.*\n", "");

  private static final SecretSource ANY =
      new SecretSource() {
        @Override
        public Optional<String> environment(String name) {
          return Optional.of(
              name.startsWith("ALERT") ? "whsec_c2VjcmV0IG9mIGFsZXJ0cw==" : "secret " + name);
        }

        @Override
        public Optional<String> file(String path) {
          return Optional.of("secret in " + path);
        }
      };

  private final String account = serviceAccount();

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
        FEATURE, (_, text) -> withFirstTier(text, lines.getOrDefault(FEATURE, "")));
    // As `headgate init` writes it.
    files.put(PROMPT, ProjectFolder.PROMPT);

    var project = write(files);

    assertThat(problems(project.path())).isEmpty();
    assertThat(project.loaded().features().require("handbook").tiers())
        .extracting(tier -> tier.name())
        .containsExactly("generated", "quoted", "support");
  }

  @Test
  void everySnippetOfTheGuidesLoads() throws IOException {
    var authority = Files.readString(TestCertificate.make(folder, "dns:localhost").pem());
    var wrong = new ArrayList<String>();
    for (var page : pages("docs/start", "docs/guides")) {
      for (var snippet : snippets(page)) {
        var problems = problemsOf(snippet, authority);
        if (!problems.isEmpty()) {
          wrong.add(page + ": " + problems + "\n" + snippet);
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  // As Google's console gives it out.
  private static String serviceAccount() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      var key =
          Base64.getEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
      return """
      {"client_email":"robot@p.iam.gserviceaccount.com","project_id":"p",\
      "private_key":"-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n"}\
      """
          .formatted(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What is wrong with a good project in which the files of a snippet stand in place of its own.
  private String problemsOf(String snippet, String authority) throws IOException {
    if (!FILE.matcher(snippet).lookingAt()) {
      return "a snippet begins with a comment that names its file";
    }
    var project =
        ProjectFolder.good(Files.createTempDirectory(folder, "project"))
            .write("headgate.yaml", MAIN)
            .write(FEATURE, FEATURE_WITHOUT_MODEL)
            .write("vertex-key.json", account)
            .write("certificates/corp-ca.pem", authority)
            .write("tls/chain.pem", authority)
            .write("tls/key.pem", "");
    files(snippet).forEach((file, text) -> project.write(file, whole(file, text)));
    if (snippet.contains("\nintents:")) {
      project.write("features/handbook/intents.csv", examplesOfIntents());
    }
    if (snippet.contains("difficulty:")) {
      project.write("models/auto.csv", recordedPrompts());
    }
    return problems(project.path());
  }

  private static String recordedPrompts() {
    var prompts = new StringBuilder("text,easy,hard\n");
    for (int i = 0; i < 10; i++) {
      prompts.append("easy %d,1,1\nhard %d,0,1\n".formatted(i, i));
    }
    return prompts.toString();
  }

  private static String examplesOfIntents() throws IOException {
    var found = CSV.matcher(Files.readString(ROOT.resolve("docs/guides/intents.md")));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  /// The whole file, of which a snippet may show a part.
  private static String whole(String file, String text) {
    return switch (file) {
      case PROMPT -> "---\nversion: 1.0.0\n" + text + "---\n{{question}}\n";
      case FEATURE ->
          text.startsWith("  - ")
              ? withFirstTier(FEATURE_WITHOUT_MODEL, text)
              : text.contains("description:") ? text : FEATURE_WITHOUT_MODEL + text;
      default -> text;
    };
  }

  private static String withFirstTier(String feature, String tier) {
    return feature.replace("tiers:\n", "tiers:\n" + tier);
  }

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

  private static List<String> pages(String... folders) throws IOException {
    var pages = new ArrayList<String>();
    for (var folder : folders) {
      try (var files = Files.list(ROOT.resolve(folder))) {
        files.map(file -> ROOT.relativize(file).toString()).sorted().forEach(pages::add);
      }
    }
    return pages;
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
