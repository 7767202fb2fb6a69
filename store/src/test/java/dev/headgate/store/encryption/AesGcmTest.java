package dev.headgate.store.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AesGcmTest {
  private static final byte[] CONTEXT = "context".getBytes(UTF_8);

  private final AesGcm cipher = new AesGcm(new byte[32]);

  @Test
  void sealsAndOpensForManyAtOnce() {
    IntStream.range(0, 2_000)
        .parallel()
        .forEach(number -> {
          var plain = ("text " + number).getBytes(UTF_8);
          var sealed = cipher.seal(nonce(number), CONTEXT, plain);
          assertThat(cipher.open(nonce(number), CONTEXT, sealed)).hasValue(plain);
        });
  }

  @Test
  void opensNothingThatWasChangedAndGoesOn() {
    var plain = "text".getBytes(UTF_8);
    var sealed = cipher.seal(nonce(1), CONTEXT, plain);
    var changed = sealed.clone();
    changed[0] ^= 1;

    assertThat(cipher.open(nonce(1), CONTEXT, changed)).isEmpty();
    assertThat(cipher.open(nonce(1), "other".getBytes(UTF_8), sealed)).isEmpty();
    assertThat(cipher.open(nonce(2), CONTEXT, sealed)).isEmpty();
    assertThat(cipher.open(nonce(1), CONTEXT, sealed)).hasValue(plain);
  }

  private static byte[] nonce(int number) {
    return ByteBuffer.allocate(AesGcm.NONCE_BYTES).putInt(number).array();
  }
}
