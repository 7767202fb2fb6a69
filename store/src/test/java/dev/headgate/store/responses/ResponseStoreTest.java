package dev.headgate.store.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.store.database.Database;
import dev.headgate.store.directory.DataDirectory;
import dev.headgate.store.encryption.DataKeys;
import dev.headgate.store.encryption.MasterKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResponseStoreTest {
  private static final ResponsesConfig CONFIG = new ResponsesConfig(Duration.ofDays(30), 5);

  @TempDir private Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.ofEpochSecond(1_800_000_000));
  private final InstantSource clock = now::get;
  private DataDirectory directory;
  private Database core;
  private DataKeys keys;
  private ResponseStore store;

  @BeforeEach
  void begin() {
    directory = DataDirectory.open(folder);
    open();
  }

  @AfterEach
  void end() {
    core.close();
    directory.close();
  }

  @Test
  void givesBackWhatWasKept() {
    keep("p", "ann", "r1", "");

    var found = store.find("p", "r1").orElseThrow();

    assertThat(found.previous()).isEmpty();
    assertThat(found.input()).isEqualTo("input of r1".getBytes(UTF_8));
    assertThat(found.answer()).isEqualTo("answer of r1".getBytes(UTF_8));
  }

  @Test
  void noProjectSeesAnothers() {
    keep("p", "ann", "r1", "");
    keep("q", "ann", "r2", "r1");

    assertThat(store.find("q", "r1")).isEmpty();
    assertThat(store.delete("q", "r1")).isFalse();
    assertThat(store.conversation("q", "r2")).isEmpty();
    assertThat(store.find("p", "r1")).isPresent();
  }

  @Test
  void followsAConversationToItsBeginning() {
    keep("p", "", "r1", "");
    keep("p", "", "r2", "r1");
    keep("p", "", "r3", "r2");

    assertThat(store.conversation("p", "r3"))
        .extracting(StoredResponse::id)
        .containsExactly("r1", "r2", "r3");

    assertThat(store.delete("p", "r2")).isTrue();
    assertThat(store.conversation("p", "r3")).isEmpty();
    assertThat(store.conversation("p", "r1")).hasSize(1);
  }

  @Test
  void forgetsWhatHasExpiredAndWhatIsTooMuch() {
    keep("p", "", "old", "");
    now.set(now.get().plus(Duration.ofDays(30)));
    assertThat(store.find("p", "old")).isEmpty();
    assertThat(store.delete("p", "old")).isFalse();

    for (int i = 0; i < 7; i++) {
      keep("p", "", "r" + i, "");
      now.set(now.get().plusMillis(1));
    }

    assertThat(store.find("p", "r1")).isEmpty();
    assertThat(store.find("p", "r2")).isPresent();
    assertThat(rows()).isEqualTo(5);
  }

  @Test
  void isSealedAndGoneWithItsPersonsKey() throws IOException {
    keep("p", "ann", "r1", "");
    keep("p", "bob", "r2", "");
    core.close();
    assertThat(new String(Files.readAllBytes(directory.coreDatabase()), UTF_8))
        .contains("response")
        .doesNotContain("answer of r1");
    open();

    assertThat(keys.forget("ann")).isTrue();

    assertThat(store.find("p", "r1")).isEmpty();
    assertThat(store.find("p", "r2")).isPresent();
  }

  private void open() {
    var random = new SecureRandom();
    core = Database.openCore(directory, clock, _ -> {});
    keys = DataKeys.open(core, MasterKey.load(directory, core, random));
    store = new ResponseStore(core, keys, CONFIG, clock, random);
  }

  private void keep(String project, String user, String id, String previous) {
    store.keep(
        project,
        user,
        new StoredResponse(
            id, previous, ("input of " + id).getBytes(UTF_8), ("answer of " + id).getBytes(UTF_8)));
  }

  private long rows() {
    return core.read(session ->
        session.find("SELECT count(*) FROM response", row -> row.getLong(1)).orElseThrow());
  }
}
