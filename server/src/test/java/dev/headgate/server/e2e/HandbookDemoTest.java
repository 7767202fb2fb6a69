package dev.headgate.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `./run demo --once` shows, on the documentation of this repository.
@Tag("all")
final class HandbookDemoTest {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path folder;

  @Test
  void quotesTwoAnswersAndAdmitsThatItDoesNotKnowTheThird() {
    var ended =
        HeadgateProcess.run(
            REPOSITORY, "demo", "--once", "--data-dir", folder.resolve("data").toString());

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(all("tier +(\\w+)", ended.out())).containsExactly("quoted", "quoted", "support");
    assertThat(all("\\[1] +(\\S+), characters \\d+ to \\d+", ended.out()))
        .hasSize(2)
        .startsWith("guides/data-directory.md");
    assertThat(all("trace +(tr_\\w+)", ended.out())).doesNotHaveDuplicates().hasSize(3);
    assertThat(ended.out()).contains("I don't know", "The demo serves at http://127.0.0.1:");
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile("^ +" + pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .toList();
  }
}
