package dev.headgate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class CliReferenceTest {
  private static final Path REFERENCE = Path.of("../docs/reference/cli.md");
  private static final Path GENERATED = Path.of("target/cli.md");

  @Test
  void theReferenceSaysWhatTheCommandsSay() throws IOException {
    var generated = CliReference.markdown();
    Files.writeString(GENERATED, generated);

    assertThat(REFERENCE)
        .as("the commands have changed: copy server/%s over docs/reference/cli.md", GENERATED)
        .hasContent(generated);
  }
}
