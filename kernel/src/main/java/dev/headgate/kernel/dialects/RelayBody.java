package dev.headgate.kernel.dialects;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// A request body as the caller sent it, with the few bytes that policy changes. Nothing is copied
/// until it is written.
///
/// @param bytes the caller's JSON; not copied, must not change any more
/// @param edits in rising order, not overlapping
public record RelayBody(byte[] bytes, List<Edit> edits) {
  /// Replaces `bytes[from, to)`; an insertion where both are equal.
  public record Edit(int from, int to, byte[] replacement) {}

  public RelayBody {
    edits = List.copyOf(edits);
    var end = 0;
    for (var edit : edits) {
      if (edit.from < end || edit.to < edit.from || edit.to > bytes.length) {
        throw new IllegalArgumentException("edits out of order or out of range: " + edits);
      }
      end = edit.to;
    }
  }

  /// Bytes that [#writeTo] writes.
  public int length() {
    var length = bytes.length;
    for (var edit : edits) {
      length += edit.replacement.length - (edit.to - edit.from);
    }
    return length;
  }

  public void writeTo(OutputStream out) throws IOException {
    var at = 0;
    for (var edit : edits) {
      out.write(bytes, at, edit.from - at);
      out.write(edit.replacement);
      at = edit.to;
    }
    out.write(bytes, at, bytes.length - at);
  }
}
