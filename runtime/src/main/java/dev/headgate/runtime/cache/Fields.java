package dev.headgate.runtime.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/// Values on their way into a MAC, each with its length. Not thread-safe.
final class Fields {
  private final Mac mac;

  Fields(Mac mac) {
    this.mac = mac;
  }

  void tag(char tag) {
    mac.update((byte) tag);
  }

  void count(int count) {
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(count).flip());
  }

  void text(String text) {
    var bytes = text.getBytes(UTF_8);
    count(bytes.length);
    mac.update(bytes);
  }

  /// What is null differs from whatever is not.
  void maybe(@Nullable Object value) {
    tag(value == null ? '-' : '+');
    if (value != null) {
      text(value.toString());
    }
  }

  <T> void list(List<T> values, BiConsumer<Fields, T> write) {
    count(values.size());
    values.forEach(value -> write.accept(this, value));
  }

  byte[] done() {
    return mac.doFinal();
  }
}
