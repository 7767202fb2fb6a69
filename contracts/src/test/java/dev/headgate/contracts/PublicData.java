package dev.headgate.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/// Public data that is no part of this repository; a test without it is skipped and says so.
final class PublicData {
  private static final int BLOCK = 512;

  private PublicData() {}

  private static byte[] require(String name) {
    var path = Path.of(System.getProperty("headgate.data", "../../shared/data")).resolve(name);
    Assumptions.assumeTrue(
        Files.exists(path), "needs the public data; name its folder with -Dheadgate.data");
    try (var in = new GZIPInputStream(Files.newInputStream(path))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> lines(String gzipped) {
    return new String(require(gzipped), StandardCharsets.UTF_8).lines().toList();
  }

  /// The texts of the files in an archive, by path.
  static Map<String, String> archive(String gzippedTar) {
    var bytes = require(gzippedTar);
    var files = new LinkedHashMap<String, String>();
    for (var at = 0; at + BLOCK <= bytes.length && bytes[at] != 0; ) {
      var name = text(bytes, at, 100);
      var size = Integer.parseInt(text(bytes, at + 124, 12).strip(), 8);
      if (bytes[at + 156] == '0' || bytes[at + 156] == 0) {
        files.put(
            name.startsWith("./") ? name.substring(2) : name,
            new String(bytes, at + BLOCK, size, StandardCharsets.UTF_8));
      }
      at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
    }
    return files;
  }

  private static String text(byte[] bytes, int from, int most) {
    var end = from;
    while (end < from + most && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }
}
