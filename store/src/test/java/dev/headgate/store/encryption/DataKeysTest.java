package dev.headgate.store.encryption;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.store.database.Database;
import dev.headgate.store.directory.DataDirectory;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataKeysTest {
  private static final byte[] NONCE = new byte[12];
  private static final byte[] CONTEXT = {1, 2, 3};
  private static final byte[] TEXT = "hello".getBytes(UTF_8);

  @TempDir private Path folder;
  private final SecureRandom random = new SecureRandom();
  private DataDirectory directory;
  private Database core;

  @BeforeEach
  void open() {
    directory = DataDirectory.open(folder);
    core = Database.openCore(directory, InstantSource.system(), _ -> {});
  }

  @AfterEach
  void close() {
    core.close();
    directory.close();
  }

  @Test
  void findsAKeyAgainAfterAStart() {
    var key = DataKeys.open(core, MasterKey.load(directory, core, random)).of("ada");
    var sealed = key.seal(NONCE, CONTEXT, TEXT);

    var again =
        DataKeys.open(core, MasterKey.load(directory, core, random)).find(key.id()).orElseThrow();

    assertThat(again.open(NONCE, CONTEXT, sealed)).hasValue(TEXT);
    assertThat(again.open(NONCE, new byte[] {1, 2, 4}, sealed)).isEmpty();
  }

  @Test
  void destroysTheKeyOfOneSubjectOnly() {
    var keys = DataKeys.open(core, MasterKey.load(directory, core, random));
    var ada = keys.of("ada");
    var bob = keys.of("bob");

    assertThat(keys.forget("ada")).isTrue();
    assertThat(keys.forget("nobody")).isFalse();

    assertThat(keys.find(ada.id())).isEmpty();
    assertThat(keys.find(bob.id())).isPresent();
    assertThat(keys.of("ada").id()).isNotEqualTo(ada.id());
  }

  @Test
  void leavesNothingOfADestroyedKeyInTheFiles() throws IOException {
    var keys = DataKeys.open(core, MasterKey.load(directory, core, random));
    var key = keys.of("ada");
    var wrapped = wrapped(key.id());
    assertThat(files().contains(wrapped)).isTrue();

    keys.forget("ada");

    assertThat(files().contains(wrapped)).isFalse();
    assertThat(folder.resolve("core.db-wal")).hasSize(4 << 20);
    assertThat(keys.find(keys.of("bob").id())).isPresent();
  }

  private String wrapped(long id) {
    return core.read(session ->
            session.find(
                "SELECT wrapped FROM data_key WHERE id = ?",
                row -> new String(row.getBytes(1), ISO_8859_1),
                id))
        .orElseThrow();
  }

  private String files() throws IOException {
    return Files.readString(folder.resolve("core.db"), ISO_8859_1)
        + Files.readString(folder.resolve("core.db-wal"), ISO_8859_1);
  }

  @Test
  void remembersKeysAndNotTheNamesOfSubjects() {
    var keys = DataKeys.open(core, MasterKey.load(directory, core, random));
    var name = new WeakReference<>("ada-" + random.nextLong());
    var id = keys.of(String.valueOf(name.get())).id();

    for (int i = 0; i < 100 && name.get() != null; i++) {
      System.gc();
    }

    assertThat(name.get()).isNull();
    assertThat(keys.find(id)).isPresent();
  }

  @Test
  void writesTheNameOfASubjectNowhere() throws IOException {
    DataKeys.open(core, MasterKey.load(directory, core, random)).of("ada.lovelace@example.org");

    for (var file : new String[] {"core.db", "core.db-wal"}) {
      assertThat(Files.readString(folder.resolve(file), ISO_8859_1)).doesNotContain("lovelace");
    }
  }

  @Test
  void saysWhatToDoAboutAWrongMasterKey() throws IOException {
    DataKeys.open(core, MasterKey.load(directory, core, random));
    Files.writeString(directory.masterKey(), Base64.getEncoder().encodeToString(new byte[32]));

    assertThatThrownBy(() -> DataKeys.open(core, MasterKey.load(directory, core, random)))
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("put back the master.key");
  }

  @Test
  void makesNoNewMasterKeyForWhatAnOldOneHasEncrypted() throws IOException {
    DataKeys.open(core, MasterKey.load(directory, core, random));
    Files.delete(directory.masterKey());

    assertThatThrownBy(() -> MasterKey.load(directory, core, random))
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("put it back");
    assertThat(directory.masterKey()).doesNotExist();
  }

  @Test
  void refusesAMasterKeyThatIsNone() throws IOException {
    Files.writeString(directory.masterKey(), "hunter2");

    assertThatThrownBy(() -> MasterKey.load(directory, core, random))
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("32 bytes in base64")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void keepsTheMasterKeyToItsOwner() throws IOException {
    MasterKey.load(directory, core, random);

    assertThat(Files.getPosixFilePermissions(directory.masterKey()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }
}
