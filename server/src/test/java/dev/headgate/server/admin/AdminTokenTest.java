package dev.headgate.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.server.http.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdminTokenTest {
  private final SecureRandom random = new SecureRandom();

  @TempDir Path directory;

  @Test
  void isMadeOnceAndReadByTheSameUserAlone() throws IOException {
    var made = AdminToken.loadOrCreate(directory, random);

    assertThat(made.reveal()).matches("[0-9a-f]{64}");
    assertThat(AdminToken.loadOrCreate(directory, random).reveal()).isEqualTo(made.reveal());
    assertThat(AdminToken.load(directory).reveal()).isEqualTo(made.reveal());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(made).hasToString("***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "abc", "0000000000000000000000000000000000000000000000000000000000000000"})
  void refusesAnythingElse(String presented) throws IOException {
    var token = AdminToken.loadOrCreate(directory, random);

    assertThatCode(() -> token.check(new Credentials(token.reveal()))).doesNotThrowAnyException();
    assertThatThrownBy(() -> token.check(new Credentials(presented)))
        .isInstanceOfSatisfying(
            CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_API_KEY))
        .hasMessageNotContaining(token.reveal());
  }

  @Test
  void replacesWhatACrashLeftHalfWritten() throws IOException {
    Files.writeString(file(), "0123");

    assertThat(AdminToken.loadOrCreate(directory, random).reveal()).hasSize(64);
  }

  private Path file() {
    return directory.resolve("admin.token");
  }
}
