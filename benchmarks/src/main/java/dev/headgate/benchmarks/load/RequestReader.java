package dev.headgate.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// Reads requests with a Content-Length, however their bytes were split, one at a time.
final class RequestReader {
  private static final int FIRST = 4_096;
  private static final int LONGEST = 2 * 1024 * 1024;

  private byte[] bytes = new byte[FIRST];
  private int length;
  private int headEnd;
  private int bodyLength;
  private String path = "";
  private String script = "";

  /// Whether the request is complete.
  boolean feed(byte[] buffer, int from, int to) throws IOException {
    if (length + to - from > bytes.length) {
      if (length + to - from > LONGEST) {
        throw new IOException("the request is too long");
      }
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + to - from));
    }
    System.arraycopy(buffer, from, bytes, length, to - from);
    var scanned = Math.max(0, length - 3);
    length += to - from;
    if (headEnd == 0) {
      readHead(scanned);
    }
    if (headEnd == 0 || length < headEnd + bodyLength) {
      return false;
    }
    script = UpstreamScript.find(bytes, headEnd, length);
    length = 0;
    headEnd = 0;
    return true;
  }

  String path() {
    return path;
  }

  /// What stands between double brackets.
  String script() {
    return script;
  }

  private void readHead(int scanned) {
    for (int i = scanned; i + 3 < length; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        headEnd = i + 4;
        var head = new String(bytes, 0, i, StandardCharsets.ISO_8859_1);
        path = head.split(" ", 3)[1];
        bodyLength = contentLength(head);
        return;
      }
    }
  }

  private static int contentLength(String head) {
    var at = head.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length:");
    if (at < 0) {
      return 0;
    }
    var start = at + "\r\ncontent-length:".length();
    var end = head.indexOf("\r\n", start);
    return Integer.parseInt(head.substring(start, end < 0 ? head.length() : end).strip());
  }
}
