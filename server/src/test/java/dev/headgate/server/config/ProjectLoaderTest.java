package dev.headgate.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.Role;
import dev.headgate.runtime.features.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectLoaderTest {
  @TempDir Path folder;

  @Test
  void loadsAFeatureWithItsPromptAndCollection() {
    var project = ProjectFolder.good(folder).loaded();

    var feature = project.features().require("handbook");
    assertThat(feature.release()).startsWith("rel_");
    assertThat(feature.tiers()).hasSize(3);
    assertThat(project.collections()).containsKey("handbook");
    var generate = (Tier.Generate) feature.tiers().getFirst();
    var document =
        Map.of(
            "number",
            1,
            "title",
            "Leave",
            "document",
            "leave.md",
            "headings",
            "",
            "text",
            "30 days.");
    assertThat(
            generate
                .prompt()
                .render(Map.of("question", "How long?", "documents", List.of(document))))
        .containsExactly(
            new ChatMessage(Role.SYSTEM, "Answer from these documents only.\n[1] Leave\n30 days."),
            new ChatMessage(Role.USER, "How long?"));
  }

  @Test
  void namesEqualReleasesAlikeHoweverTheyAreWritten() {
    var release = release(ProjectFolder.good(folder));
    var reformatted =
        """
        # The same, written differently.
        tiers:
          - prompt: "answer"
            model: 'smart'
            name: generated
          - {name: quoted, min-confidence: 0.5, model: embedded/extractive}

          - name: support
            reply: I don't know. #help-desk does.
        retrieval:
          limit: 6
          collection: handbook
        shape: retrieval
        description: Answers questions about our handbook
        """
            .replace(
                "reply: I don't know. #help-desk does.",
                "reply: \"I don't know. #help-desk does.\"");

    assertThat(release(ProjectFolder.good(folder).write(FEATURE, reformatted))).isEqualTo(release);
    assertThat(
            release(
                ProjectFolder.good(folder)
                    .write(PROMPT, ProjectFolder.PROMPT.replace("\n", "\r\n"))))
        .isEqualTo(release);
    assertThat(
            release(
                ProjectFolder.good(folder)
                    .write("headgate.yaml", ProjectFolder.MAIN + "server: {port: 9000}\n")))
        .as("what the feature does not rest on")
        .isEqualTo(release);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "features/handbook/feature.yaml|limit: 6|limit: 7",
        "features/handbook/feature.yaml|our handbook|the handbook",
        "features/handbook/feature.yaml|0.5|0.6",
        "features/handbook/feature.yaml|I don't know|No idea",
        "features/handbook/prompts/answer.prompt|1.0.0|1.0.1",
        "features/handbook/prompts/answer.prompt|0.2|0.3",
        "features/handbook/prompts/answer.prompt|documents only|documents alone",
        "headgate.yaml|gpt-4.1|gpt-4.2",
        "headgate.yaml|api.openai.com|eu.api.openai.com",
        "collections/handbook.yaml|docs|pages",
      })
  void namesAReleaseAnewWhenAnyPartChanges(String file, String from, String to) throws IOException {
    var project = ProjectFolder.good(folder);
    var release = release(project);
    var text = Files.readString(folder.resolve(file));

    project.write(file, text.replace(from, to));

    assertThat(text).contains(from);
    assertThat(release(project)).isNotEqualTo(release);
  }

  @Test
  void anAliasOfTheExtractiveModelQuotesDocuments() {
    var project =
        ProjectFolder.good(folder)
            .write("headgate.yaml", ALIASES.formatted("extractive"))
            .write(FEATURE, ProjectFolder.FEATURE.replace("embedded/extractive", "quoter"));

    assertThat(project.loaded().features().require("handbook").tiers().get(1))
        .isEqualTo(new Tier.Extract("quoted", "embedded/extractive", 0.5));
  }

  @Test
  void anAliasOfAnotherEmbeddedModelIsNoTier() {
    var problems =
        ProjectFolder.good(folder)
            .write("headgate.yaml", ALIASES.formatted("bge-small-en-v1.5"))
            .write(FEATURE, ProjectFolder.FEATURE.replace("embedded/extractive", "quoter"))
            .problems();

    assertThat(problems)
        .hasLineCount(1)
        .contains(
            FEATURE,
            "\"embedded/bge-small-en-v1.5\" answers no questions",
            "that do are embedded/extractive");
  }

  @Test
  void anAliasOfAnUnknownEmbeddedModelIsAMistake() {
    var mistyped =
        ProjectFolder.good(folder)
            .write("headgate.yaml", ALIASES.formatted("bge-small-en-v15"))
            .problems();
    var unknown =
        ProjectFolder.good(folder).write("headgate.yaml", ALIASES.formatted("gpt-4.1")).problems();

    assertThat(mistyped)
        .hasLineCount(1)
        .contains("headgate.yaml:5:", "did you mean \"bge-small-en-v1.5\"?");
    assertThat(unknown)
        .hasLineCount(1)
        .contains("\"gpt-4.1\"", "there are ", "bge-small-en-v1.5", "extractive");
  }

  @Test
  void anUnknownEmbeddingModelIsAMistakeOfTheCollection() {
    var problems =
        ProjectFolder.good(folder)
            .write(
                "collections/handbook.yaml",
                "sources: [{path: docs}]\nembedding-model: bge-small-en-v15\n")
            .problems();

    assertThat(problems)
        .hasLineCount(1)
        .contains("collections/handbook.yaml", "did you mean \"bge-small-en-v1.5\"?");
  }

  private static final String ALIASES =
      ProjectFolder.MAIN + "  quoter: {provider: embedded, model: %s}\n";
  private static final String FEATURE = "features/handbook/feature.yaml";
  private static final String PROMPT = "features/handbook/prompts/answer.prompt";

  private static String release(ProjectFolder project) {
    return project.loaded().features().require("handbook").release();
  }
}
