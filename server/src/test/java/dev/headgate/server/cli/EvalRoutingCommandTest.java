package dev.headgate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvalRoutingCommandTest {
  private static final String[] HARD = {
    "Prove that the square root of two is irrational.",
    "Derive the integral of the logarithm by parts.",
    "Show that every bounded sequence has a convergent subsequence.",
    "Compute the eigenvalues of this symmetric matrix.",
    "Prove the fundamental theorem of algebra.",
    "Show that the group of units modulo p is cyclic.",
    "Prove by induction the formula for the sum of cubes.",
    "Find the residues of the function at its poles."
  };
  private static final String[] EASY = {
    "Hello, how are you?",
    "Good morning, my friend!",
    "Thanks a lot for your help.",
    "Hi there, nice to meet you.",
    "Have a nice day.",
    "Wish me a happy birthday.",
    "How was your day, dear?",
    "Say hello to your sister."
  };

  @TempDir private Path folder;

  private Path data() throws IOException {
    var lines = new StringBuilder();
    for (int i = 0; i < HARD.length; i++) {
      lines.append(line(HARD[i], 0, i)).append(line(EASY[i], 1, i));
    }
    return Files.writeString(folder.resolve("prompts.jsonl"), lines);
  }

  private static String line(String text, int easy, int source) {
    return "{\"text\": \"%s\", \"easy\": %d, \"hard\": 1, \"source\": \"s%d\"}\n"
        .formatted(text, easy, source);
  }

  @Test
  void measuresPromptsOfTheDocumentedShape() throws IOException {
    var data = data().toString();

    var result =
        CommandResult.of(
            "eval", "routing", "--data", data, "--by-source", "--target-share", "0.5", "--json");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
    assertThat(result.json().integer("prompts")).isEqualTo(16);
    assertThat(result.json().number("easy_quality")).hasValue(.5);
    assertThat(result.json().number("apgr").orElseThrow()).isGreaterThan(.65);
    assertThat(result.json().objects("curve")).hasSize(11);
    assertThat(result.json().object("at_threshold").number("quality").orElseThrow())
        .isGreaterThan(.8);
    assertThat(CommandResult.of("eval", "routing", "--train", data, "--test", data).out())
        .contains("16 prompts", "APGR 0.", "easy model gets");
  }

  @Test
  void saysWhichOptionsBelongTogether() throws IOException {
    var data = data().toString();

    assertThat(CommandResult.of("eval", "routing").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(CommandResult.of("eval", "routing", "--data", data, "--test", data).err())
        .contains("name --data");
    assertThat(CommandResult.of("eval", "routing", "--data", data, "--target-share", "2").err())
        .contains("--target-share is from 0 to 1, not 2.0");
    assertThat(
            CommandResult.of(
                    "eval",
                    "routing",
                    "--data",
                    data,
                    "--target-share",
                    "0.2",
                    "--target-quality",
                    "0.9")
                .err())
        .contains("name one");
  }
}
