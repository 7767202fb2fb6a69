package dev.headgate.store.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SchemaTest {
  @ParameterizedTest
  @EnumSource(Schema.class)
  void knowsTheNumberOfItsLastMigration(Schema schema) throws IOException, URISyntaxException {
    var folder = Schema.class.getResource("/dev/headgate/store/schema/" + schema.folder());
    try (var files = Files.list(Path.of(folder.toURI()))) {
      var names = files.map(file -> file.getFileName().toString()).sorted().toList();

      assertThat(names).allMatch(name -> name.matches("V\\d{4}__[a-z_]+\\.sql"));
      assertThat(names.getLast()).startsWith("V%04d__".formatted(schema.newest()));
    }
  }
}
