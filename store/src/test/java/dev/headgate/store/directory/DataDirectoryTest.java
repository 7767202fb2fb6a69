package dev.headgate.store.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.store.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
  @TempDir private Path folder;

  @Test
  void refusesADirectoryThatAnotherProcessOwnsAndTakesItAfterThatWasKilled() throws Exception {
    var path = folder.resolve("data");
    try (var child = ChildJvm.start(Occupant.class, path.toString())) {
      child.read(1);

      assertThatThrownBy(() -> DataDirectory.open(path))
          .isInstanceOf(CallFailed.class)
          .hasMessageContaining("in use by process " + child.pid())
          .hasMessageContaining("https://127.0.0.1:1")
          .hasMessageContaining("stop that process or name another directory");
      assertThat(DataDirectory.findOwner(path))
          .contains(new Owner(child.pid(), "https://127.0.0.1:1", "c0ffee"));

      child.kill();
    }
    assertThat(DataDirectory.findOwner(path)).isEmpty();
    DataDirectory.open(path).close();
  }

  @Test
  void keepsTheDirectoryWhenTheSameProcessTriesASecondTime() throws Exception {
    try (var directory = DataDirectory.open(folder)) {
      assertThatThrownBy(() -> DataDirectory.open(folder)).hasMessageContaining("in use");
      assertThat(DataDirectory.findOwner(folder)).isPresent();

      try (var child = ChildJvm.start(Occupant.class, directory.path().toString())) {
        assertThat(child.await()).isEqualTo(1);
      }
    }
    DataDirectory.open(folder).close();
  }

  @Test
  void opensWhileOthersLookWhoOwnsIt() throws Exception {
    DataDirectory.open(folder).close();
    try (var child = ChildJvm.start(Onlooker.class, folder.toString())) {
      child.read(1);

      for (int i = 0; i < 50; i++) {
        DataDirectory.open(folder).close();
      }
    }
  }

  /// Looks who owns a directory until it is killed.
  static final class Onlooker {
    private Onlooker() {}

    public static void main(String[] arguments) {
      var path = Path.of(arguments[0]);
      for (long looks = 0; ; looks++) {
        DataDirectory.findOwner(path);
        if (looks == 1_000) {
          System.out.println("looking");
        }
      }
    }
  }

  @Test
  void leavesTheFileOfTheOwnerAsItIsWhenSomebodyLooks() throws IOException {
    DataDirectory.open(folder).close();
    var lock = Files.writeString(folder.resolve("lock"), "1234567\nhttp://127.0.0.1:1\n");

    assertThat(DataDirectory.findOwner(folder)).isEmpty();

    assertThat(lock).hasContent("1234567\nhttp://127.0.0.1:1\n");
  }

  @Test
  void refusesADirectoryThatHoldsSomethingElse() throws IOException {
    Files.writeString(folder.resolve("thesis.txt"), "years of work");

    assertThatThrownBy(() -> DataDirectory.open(folder))
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("holds files that are not Headgate's");
  }

  @Test
  void refusesAFileInPlaceOfADirectory() throws IOException {
    var file = Files.createFile(folder.resolve("data"));

    assertThatThrownBy(() -> DataDirectory.open(file)).hasMessageContaining("is a file");
  }

  @Test
  void saysThatADirectoryCannotBeWritten() {
    // Not even root creates a directory there.
    var proc = Path.of("/proc");
    assumeTrue(Files.isDirectory(proc), "needs Linux");

    assertThatThrownBy(() -> DataDirectory.open(proc.resolve("headgate")))
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("/proc/headgate cannot be used")
        .hasMessageContaining("can be written");
  }

  @Test
  void isOpenToItsOwnerOnly() throws IOException {
    var path = folder.resolve("data");
    try (var directory = DataDirectory.open(path)) {
      for (var made : new Path[] {path, directory.coreDatabase(), directory.traceSegments()}) {
        assertThat(Files.getPosixFilePermissions(made))
            .doesNotContain(
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.GROUP_WRITE,
                PosixFilePermission.OTHERS_READ,
                PosixFilePermission.OTHERS_WRITE);
      }
    }
  }

  @Test
  void givesUpItsBallastAndTakesItBack() throws IOException {
    try (var directory = DataDirectory.open(folder)) {
      assertThat(Files.size(folder.resolve("ballast"))).isEqualTo(Ballast.BYTES);

      directory.ballast().release();
      assertThat(folder.resolve("ballast")).doesNotExist();
      assertThat(directory.ballast().isHeld()).isFalse();

      assertThat(directory.ballast().restore()).isTrue();
      assertThat(folder.resolve("ballast")).hasSize(Ballast.BYTES);
    }
  }

  /// Owns a directory until it is killed; ends with 1 if somebody else does.
  static final class Occupant {
    private Occupant() {}

    public static void main(String[] arguments) throws Exception {
      try (var directory = DataDirectory.open(Path.of(arguments[0]))) {
        var _ = directory.announce("https://127.0.0.1:1", "c0ffee");
        System.out.println("open");
        Thread.currentThread().join();
      } catch (CallFailed _) {
        System.exit(1);
      }
    }
  }
}
