package dev.headgate.runtime.features;

import dev.headgate.kernel.ids.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Names a release after everything it is made of. The order of additions does not matter.
final class ReleaseHash {
  private static final int BYTES = 16;

  private final SequencedMap<String, String> parts = new TreeMap<>();

  void add(String name, String canonical) {
    parts.put(name, canonical);
  }

  /// Everything that was added, by name.
  SequencedMap<String, String> parts() {
    return parts;
  }

  /// `rel_` and 128 bits of SHA-256 in hexadecimal.
  String release() {
    var digest = Sha256.digest();
    parts.forEach((name, canonical) -> {
      add(digest, name);
      add(digest, canonical);
    });
    return "rel_" + HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  // With its length, so that no two lists of parts make one stream.
  private static void add(MessageDigest digest, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }
}
