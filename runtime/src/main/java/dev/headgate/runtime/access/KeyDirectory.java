package dev.headgate.runtime.access;

import dev.headgate.kernel.ids.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Keys beside those that are declared.
public interface KeyDirectory {
  /// No such keys.
  KeyDirectory EMPTY =
      new KeyDirectory() {
        @Override
        public byte[] hash(String apiKey) {
          return Sha256.digest().digest(apiKey.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Optional<StoredKey> find(byte[] hash, long nowMillis) {
          return Optional.empty();
        }

        @Override
        public boolean isEmpty() {
          return true;
        }
      };

  /// What stands for the text of a key, so that nobody has to keep the text.
  byte[] hash(String apiKey);

  /// The key that the hash opens the door for now.
  Optional<StoredKey> find(byte[] hash, long nowMillis);

  /// Whether there has never been one.
  boolean isEmpty();
}
