package dev.headgate.retrieval.ingest;

import dev.headgate.kernel.ids.Sha256;
import java.util.HexFormat;

/// SHA-256 of what a source holds, in hex.
final class ContentHash {
  private ContentHash() {}

  static String of(byte[]... parts) {
    var digest = Sha256.digest();
    for (var part : parts) {
      digest.update(part);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
