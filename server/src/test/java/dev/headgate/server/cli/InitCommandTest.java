package dev.headgate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.config.SecretSource;
import dev.headgate.runtime.features.Tier;
import dev.headgate.server.config.LoadResult;
import dev.headgate.server.config.Project;
import dev.headgate.server.config.ProjectLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InitCommandTest {
  @TempDir Path folder;

  @Test
  void writesAProjectThatNeedsNoModel() {
    var result = CommandResult.of("init", folder.resolve("new/project").toString());

    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).contains("headgate ingest", "headgate serve");
    var project = load(folder.resolve("new/project"), _ -> Optional.empty());
    assertThat(project.features().require("handbook").tiers())
        .hasExactlyElementsOfTypes(Tier.Extract.class, Tier.Reply.class);
    assertThat(project.collections()).containsOnlyKeys("handbook");
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-4.1-mini, openai/gpt-4.1-mini, https://api.openai.com/v1",
    "openrouter/qwen/qwen3-32b, openrouter/qwen/qwen3-32b, https://openrouter.ai/api/v1",
    "ollama/llama3.2, ollama/llama3.2, http://127.0.0.1:11434/v1",
    "lmstudio/gemma-3, lmstudio/gemma-3, http://127.0.0.1:1234/v1",
    "vllm/mistral, vllm/mistral, http://127.0.0.1:8000/v1",
    "llama.cpp, llama-cpp/default, http://127.0.0.1:8081/v1",
    "https://models.example/v1#big, own/big, https://models.example/v1",
    "http://127.0.0.1:9000/v1#small, own/small, http://127.0.0.1:9000/v1",
    "http://models.internal:9000/v1#small, own/small, http://models.internal:9000/v1"
  })
  void makesAModelTheFirstTier(String model, String expected, String baseUrl) throws IOException {
    var result = CommandResult.of("init", folder.toString(), "--model", model);

    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    var project = load(folder, _ -> Optional.of("sk-test"));
    assertThat(project.features().require("handbook").tiers().getFirst())
        .isInstanceOfSatisfying(
            Tier.Generate.class, tier -> assertThat(tier.model()).isEqualTo(expected));
    assertThat(Files.readString(folder.resolve("headgate.yaml"))).contains(baseUrl);
  }

  @Test
  void showsInCommentsHowAModelBecomesTheFirstTier() throws IOException {
    CommandResult.of("init", folder.toString());

    for (var name : new String[] {"headgate.yaml", "features/handbook/feature.yaml"}) {
      var file = folder.resolve(name);
      var text = Files.readString(file);
      assertThat(text).containsPattern("(?m)^#( |p).*openai");
      Files.writeString(
          file,
          text.replace("#providers:", "providers:").replace("#  - {name: gen", "  - {name: gen"));
    }

    var project = load(folder, _ -> Optional.of("sk-test"));
    assertThat(project.features().require("handbook").tiers()).hasSize(3);
  }

  @Test
  void overwritesNothing() throws IOException {
    Files.writeString(folder.resolve("headgate.yaml"), "# mine");

    var result = CommandResult.of("init", folder.toString());

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("exists already");
    assertThat(folder).isDirectoryNotContaining("glob:**features");
    assertThat(folder.resolve("headgate.yaml")).hasContent("# mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-4.1",
        "openai",
        "openai/",
        "ollama/a b",
        "http://127.0.0.1:9000/v1",
        "http://#x",
        "https://models.example/v1#a\"b"
      })
  void refusesAModelThatItCannotWriteDown(String model) {
    var result = CommandResult.of("init", folder.toString(), "--model", model);

    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).startsWith("headgate: --model: ");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void namesItsFilesAsJson() {
    var result = CommandResult.of("init", folder.toString(), "--json");

    assertThat(result.json().parts()).containsOnlyKeys("project", "files");
  }

  private interface Environment {
    Optional<String> value(String name);
  }

  private static Project load(Path project, Environment environment) {
    var secrets =
        new SecretSource() {
          @Override
          public Optional<String> environment(String name) {
            return environment.value(name);
          }

          @Override
          public Optional<String> file(String path) {
            return Optional.empty();
          }
        };
    return switch (ProjectLoader.load(project, secrets)) {
      case LoadResult.Loaded(var loaded) -> loaded;
      case LoadResult.Rejected(var problems) -> throw new AssertionError(problems.toString());
    };
  }
}
