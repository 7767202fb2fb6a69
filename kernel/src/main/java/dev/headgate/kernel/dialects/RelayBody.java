package dev.headgate.kernel.dialects;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A request body as the caller sent it, with the few bytes that policy changes. Nothing is copied
/// until it is written.
///
/// @param bytes the caller's JSON; not copied, must not change any more
/// @param edits in rising order, not overlapping
/// @param path behind the base address in dialects whose addresses name the model, such as
///   `/model/NAME/converse`; empty for the usual one
/// @param headers of the caller's, by their names in small letters, that the dialect knows; a
///   provider passes on those that are on its list
public record RelayBody(byte[] bytes, List<Edit> edits, String path, Map<String, String> headers) {
  /// Header under which a call's lineage travels to a provider that is a Headgate.
  public static final String LINEAGE = "x-headgate-lineage";

  /// Replaces `bytes[from, to)`; an insertion where both are equal.
  public record Edit(int from, int to, byte[] replacement) {}

  public RelayBody {
    edits = List.copyOf(edits);
    headers = Map.copyOf(headers);
    var end = 0;
    for (var edit : edits) {
      if (edit.from < end || edit.to < edit.from || edit.to > bytes.length) {
        throw new IllegalArgumentException("edits out of order or out of range: " + edits);
      }
      end = edit.to;
    }
  }

  public RelayBody(byte[] bytes, List<Edit> edits) {
    this(bytes, edits, "", Map.of());
  }

  /// The same with the lineage of the call that it is sent for; unchanged if that is empty.
  public RelayBody led(String lineage) {
    if (lineage.isEmpty()) {
      return this;
    }
    var more = new HashMap<>(headers);
    more.put(LINEAGE, lineage);
    return new RelayBody(bytes, edits, path, more);
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
