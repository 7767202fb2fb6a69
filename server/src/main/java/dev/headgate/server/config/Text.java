package dev.headgate.server.config;

import dev.headgate.kernel.config.Problems;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The bytes of a declaration as text.
final class Text {
  private Text() {}

  /// UTF-8, read strictly; a byte order mark and carriage returns before line feeds are dropped.
  static Optional<String> decode(String file, byte[] bytes, Problems problems) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var input = ByteBuffer.wrap(bytes);
    try {
      var text = decoder.decode(input).toString();
      var start = text.startsWith("\uFEFF") ? 1 : 0;
      return Optional.of(text.substring(start).replace("\r\n", "\n"));
    } catch (CharacterCodingException _) {
      var before = new String(bytes, 0, input.position(), StandardCharsets.UTF_8);
      problems.add(
          ProjectFiles.at(file).plus(before, before.length()),
          "this byte is not UTF-8; save the file as UTF-8");
      return Optional.empty();
    }
  }
}
