package dev.headgate.providers.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// Reads an answer from bytes that arrive in given pieces, as from a socket.
final class AnswersInPieces {
  private AnswersInPieces() {}

  /// Status, content type and body of what the bytes hold, read with a buffer of that size.
  static String read(byte[] bytes, int firstPiece, int pieces, int bufferBytes) throws IOException {
    var at = new int[1];
    Receiver receiver =
        (target, from, length) -> {
          var piece = at[0] == 0 ? firstPiece : pieces;
          var count = Math.min(Math.min(piece, length), bytes.length - at[0]);
          System.arraycopy(bytes, at[0], target, from, count);
          at[0] += count;
          return count == 0 ? -1 : count;
        };
    var source = new ByteSource(receiver);
    var end = source.headEnd();
    var head = ResponseHead.parse(source.buffer(), source.position(), end);
    source.moveTo(end);
    var body = new Body(source, head, 1024 * 1024);
    var text = new ByteArrayOutputStream();
    var buffer = new byte[bufferBytes];
    for (var count = body.read(buffer, 0, buffer.length);
        count >= 0;
        count = body.read(buffer, 0, buffer.length)) {
      if (count == 0) {
        throw new IllegalStateException("a read of nothing");
      }
      text.write(buffer, 0, count);
    }
    return head.status() + " " + head.contentType() + " " + text.toString(ISO_8859_1);
  }

  static String read(String bytes) throws IOException {
    return read(bytes.getBytes(ISO_8859_1), bytes.length(), bytes.length(), 8192);
  }
}
