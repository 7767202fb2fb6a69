package dev.headgate.retrieval.ingest;

import dev.headgate.retrieval.ingest.cleaning.Format;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/// One file, read once and as a whole, so that a change underneath cannot mix two states of it
/// within a hash and a text.
///
/// @param within where links must not lead out of, as a real path
record FileDocument(String name, Path file, Path within, long maxBytes, FileReader reader)
    implements SourceDocument {
  private static final int PROBED_BYTES = 8 * 1024;

  @Override
  public Optional<RawDocument> read() throws DocumentRejected {
    byte[] bytes;
    try {
      bytes = reader.read(realFile(), Math.toIntExact(maxBytes) + 1);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new DocumentRejected(IoReason.of(e));
    }
    if (bytes.length > maxBytes) {
      throw new DocumentRejected(
          "larger than max-document, which is " + maxBytes + " bytes; raise it or split the file");
    }
    if (isBinary(bytes)) {
      throw new DocumentRejected("is binary, not text; exclude it from the source");
    }
    return Optional.of(
        new RawDocument(ContentHash.of(bytes), Format.of(name), title(), text(bytes)));
  }

  // Asked now, and not when it was listed: what is at a path may have changed in between.
  private Path realFile() throws IOException, DocumentRejected {
    var real = file.toRealPath();
    if (!real.startsWith(within)) {
      throw new DocumentRejected("a link that leads out of its source");
    }
    // Opening a pipe waits for whoever writes into it. A file that has vanished is no other file.
    var attributes =
        Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new DocumentRejected("is not a regular file");
    }
    return real;
  }

  // Text has no zero bytes; UTF-16 has, and is refused with the same word.
  private static boolean isBinary(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, PROBED_BYTES); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private static String text(byte[] bytes) throws DocumentRejected {
    var buffer = ByteBuffer.wrap(bytes);
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
      var withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
      return withoutMark.replace("\r\n", "\n").replace('\r', '\n');
    } catch (CharacterCodingException _) {
      throw new DocumentRejected(
          "is not UTF-8: wrong byte at offset " + buffer.position() + "; save the file as UTF-8");
    }
  }

  private String title() {
    var file = name.substring(name.lastIndexOf('/') + 1);
    var dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }
}
