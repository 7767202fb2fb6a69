package dev.headgate.store.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BallastTest {
  @TempDir private Path folder;
  private final AtomicLong usableBytes = new AtomicLong();

  @Test
  void leavesASmallSpaceToThoseWhoNeedIt() {
    var file = folder.resolve("ballast");
    var ballast = new Ballast(file, usableBytes::get);

    usableBytes.set(Ballast.WANTED_BYTES - 1);
    assertThat(ballast.restore()).isFalse();
    assertThat(file).doesNotExist();
    assertThat(ballast.isHeld()).isFalse();

    usableBytes.set(Ballast.WANTED_BYTES);
    assertThat(ballast.restore()).isTrue();
    assertThat(file).hasSize(Ballast.BYTES);

    usableBytes.set(0);
    assertThat(ballast.restore()).isTrue();
  }
}
