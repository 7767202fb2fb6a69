package dev.headgate.store.releases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.store.database.Database;
import dev.headgate.store.directory.DataDirectory;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReleaseStoreTest {
  @TempDir private Path folder;

  @Test
  void remembersAReleaseOnceAndNeverChangesIt() {
    try (var directory = DataDirectory.open(folder);
        var core = Database.openCore(directory, InstantSource.system(), _ -> {})) {
      var releases = new ReleaseStore(core);

      assertThat(releases.remember("handbook", "aa", "{}", 1)).isTrue();
      assertThat(releases.remember("handbook", "bb", "{\"n\":2}", 2)).isTrue();
      assertThat(releases.remember("handbook", "aa", "{\"n\":3}", 3)).isFalse();
      assertThat(releases.remember("other", "aa", "{}", 4)).isTrue();

      assertThat(releases.list("handbook"))
          .containsExactly(
              new StoredRelease("handbook", "bb", "{\"n\":2}", 2),
              new StoredRelease("handbook", "aa", "{}", 1));
    }
  }
}
