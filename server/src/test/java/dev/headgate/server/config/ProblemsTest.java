package dev.headgate.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {
  @TempDir Path temp;

  @Test
  void reportsEveryMistakeOfAProjectAtOnce() {
    var problems =
        new ProjectFolder(temp)
            .write(
                "headgate.yaml",
                """
                server:
                  port: eighty
                  hots: example.org
                access:
                  keys:
                    - {name: web, key: sk-123}
                    - {name: app, key: "${env:APP_KEY}"}
                providers:
                  Open_AI: {base-url: "https://api.openai.com/v1"}
                models:
                  smart: {provider: openai, model: gpt}
                  smart: {provider: openai, model: gpt}
                """)
            .write("collections/handbook.yaml", "sources: [{pth: docs}]\n")
            .write(
                "features/handbook/feature.yaml",
                """
                description: Answers questions
                shape: retrieval
                retrieval: {collection: handbok, limit: 600}
                tiers:
                  - {name: generated, model: smrt, prompt: answer}
                  - {name: quoted, model: embedded/extractive, prompt: answer}
                  - {name: both, model: smart, reply: x}
                  - {name: bare, model: smart}
                  - {name: lost, model: nowhere/gpt, prompt: anwser}
                """)
            .write(
                "features/handbook/prompts/answer.prompt",
                """
                ---
                version: one
                config: {temprature: 1}
                ---
                {{role "system"}}Be kind.
                {{#each documents}}
                {{txt}}
                {{/each}}
                """)
            .write(
                "features/handbook/prompts/answer-2.prompt",
                "---\nname: answer\nversion: 2.0.0\n---\nx\n")
            .write("features/empty/prompts/a.prompt", "no front matter")
            .problems();

    assertThat(problems)
        .isEqualTo(
            """
            collections/handbook.yaml:1:11: "path" is missing: a folder or a single file, relative to the project folder or absolute
            collections/handbook.yaml:1:12: unknown key "pth"; did you mean "path"?
            features/empty/feature.yaml:1:1: the file is missing
            features/handbook/feature.yaml:3:25: unknown collection "handbok"; did you mean "handbook"?
            features/handbook/feature.yaml:3:41: expected a whole number from 1 to 100, found "600"
            features/handbook/feature.yaml:5:30: unknown model "smrt"; did you mean "smart"?
            features/handbook/feature.yaml:6:56: "prompt" means nothing for a tier with the model "embedded/extractive"; remove it
            features/handbook/feature.yaml:7:25: a tier has a model or a reply, not both
            features/handbook/feature.yaml:8:25: a tier with a generative model needs a prompt; add "prompt: …", a file in prompts/
            features/handbook/feature.yaml:9:25: unknown provider "nowhere"; there are Open_AI; declare it in headgate.yaml, section providers
            features/handbook/feature.yaml:9:46: unknown prompt "anwser"; did you mean "answer"?
            features/handbook/prompts/answer.prompt:1:1: prompt "answer" is declared here as one and in features/handbook/prompts/answer-2.prompt as 2.0.0; keep one file a prompt
            features/handbook/prompts/answer.prompt:2:10: expected a semantic version such as 1.0.0, found "one"
            features/handbook/prompts/answer.prompt:3:10: unknown key "temprature"; did you mean "temperature"?
            features/handbook/prompts/answer.prompt:7:3: unknown variable "txt"; did you mean "text"?
            headgate.yaml:2:9: expected a whole number from 0 to 65535, found "eighty"
            headgate.yaml:3:3: unknown key "hots"; did you mean "host"?
            headgate.yaml:6:24: a secret does not belong in a file; write ${env:NAME} or ${file:PATH} in its place
            headgate.yaml:7:24: the environment variable APP_KEY is not set; export it before starting
            headgate.yaml:9:3: expected a name of lower-case letters, digits and dashes, at most 64 characters, found "Open_AI"
            headgate.yaml:11:21: unknown provider "openai"; declare it in the section providers
            headgate.yaml:12:3: "smart" stands here twice, first in line 11; remove one
            """
                .strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: 1\\na: 2|headgate.yaml:2:1: \"a\" stands here twice, first in line 1; remove one",
        "a: &x 1\\nb: *x|headgate.yaml:2:4: aliases (*name) are not read; write the value out",
        "a: !!int 1|headgate.yaml:1:4: tags (tag:yaml.org,2002:int) are not read; remove it",
        "--- \\na: 1\\n---\\nb: 1|headgate.yaml:3:1: a second document begins here; a declaration is one document",
        "? [a]\\n: 1|headgate.yaml:1:3: a key is a plain text",
        "- a|headgate.yaml:1:1: expected keys and values, such as \"description: …\"",
        "a: \\1|headgate.yaml:1:4: the character U+0001 cannot stand in YAML; remove it",
      })
  void saysWhatIsWrongWithTheYaml(String text, String expected) {
    var problems =
        ProjectFolder.good(temp).write("headgate.yaml", text.translateEscapes()).problems();

    assertThat(problems.lines()).contains(expected);
  }

  @Test
  void findsTheByteThatIsNotUtf8() throws IOException {
    var folder = ProjectFolder.good(temp);
    Files.write(temp.resolve("headgate.yaml"), new byte[] {'a', ':', '\n', 'b', (byte) 0xC3, '('});

    assertThat(folder.problems().lines())
        .contains("headgate.yaml:2:2: this byte is not UTF-8; save the file as UTF-8");
  }

  @Test
  void refusesDeepAndLargeFilesWithoutFailing() {
    var folder = ProjectFolder.good(temp).write("headgate.yaml", "a: " + "[".repeat(100_000));
    assertThat(folder.problems()).contains("nested deeper than 32 levels");

    folder.write("headgate.yaml", "#".repeat(2 << 20));
    assertThat(folder.problems()).contains("headgate.yaml:1:1: longer than 1 MiB");
  }

  @Test
  void doesNotBlameAFeatureForABrokenFileThatItNames() {
    var folder =
        ProjectFolder.good(temp)
            .write("collections/handbook.yaml", "#".repeat(2 << 20))
            .write("features/handbook/prompts/answer.prompt", "#".repeat(2 << 20));
    assertThat(folder.problems().lines())
        .hasSize(2)
        .allMatch(problem -> problem.endsWith("longer than 1 MiB; a declaration is shorter"));

    folder
        .write("collections/handbook.yaml", "sources: [{path: docs}]\n")
        .write("features/handbook/prompts/answer.prompt", "no front matter");
    assertThat(folder.problems()).hasLineCount(1).contains("prompts/answer.prompt:1:1");
  }

  @Test
  void namesAMissingProjectFile() {
    assertThat(new ProjectFolder(temp).problems())
        .isEqualTo("headgate.yaml:1:1: the file is missing");
  }

  @Test
  void refusesToListenToTheWorldWithoutKeys() {
    var problems =
        ProjectFolder.good(temp)
            .write("headgate.yaml", ProjectFolder.MAIN + "server: {host: 0.0.0.0}\n")
            .problems();

    assertThat(problems).contains("without access.keys everybody who reaches 0.0.0.0 could call");
  }

  @Test
  void turnsAnyMutilatedProjectIntoProblemsOrAProject() {
    var random = new Random(3);
    var originals = List.of(ProjectFolder.MAIN, ProjectFolder.FEATURE, ProjectFolder.PROMPT);
    var files =
        List.of(
            "headgate.yaml",
            "features/handbook/feature.yaml",
            "features/handbook/prompts/answer.prompt");
    var folder = ProjectFolder.good(temp);
    for (int i = 0; i < 1_500; i++) {
      var which = random.nextInt(files.size());
      folder.write(files.get(which), mutilated(originals.get(which), random));

      assertThat(folder.load()).isNotNull();

      folder.write(files.get(which), originals.get(which));
    }
  }

  private static String mutilated(String original, Random random) {
    var text = new StringBuilder(original);
    for (int cuts = random.nextInt(6); cuts >= 0 && !text.isEmpty(); cuts--) {
      var at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, Math.min(text.length(), at + random.nextInt(12)));
        case 1 ->
            text.insert(at, "\n:{}[]-\"'#&*!|>%@` \t\u0000\u00e4~?,".charAt(random.nextInt(24)));
        case 2 -> text.insert(at, original, 0, random.nextInt(original.length()));
        default -> text.setLength(at);
      }
    }
    return text.toString();
  }
}
