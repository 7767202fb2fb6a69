package dev.headgate.inference.embeddings;

import dev.headgate.kernel.ids.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Big resources as files, inflated out of their jar once instead of at every start. A file appears
/// under its name only when it is whole and on disk, so whatever is found there can be used; a
/// directory that cannot be written is no failure.
final class UnpackedResources {
  private static final String NATIVE_LIBRARIES = "/ai/onnxruntime/native/";

  private final Path directory;

  UnpackedResources(Path directory) {
    this.directory = directory;
  }

  /// The weights as a file; empty if there is no room or no right to write.
  Optional<Path> weights(ModelPack.Source source) {
    var target = directory.resolve(source.sha256().substring(0, 12) + ".onnx");
    try {
      if (!Files.exists(target) || Files.size(target) != source.bytes()) {
        unpack(source.weights(), target, source.sha256());
      }
      return Optional.of(target);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// A directory with ONNX Runtime's libraries for this machine; empty if they cannot be unpacked,
  /// and then ONNX Runtime unpacks them to a temporary directory by itself.
  Optional<Path> nativeLibraries(String platform) {
    var core = System.mapLibraryName("onnxruntime");
    var bridge = System.mapLibraryName("onnxruntime4j_jni");
    var folder = NATIVE_LIBRARIES + platform + "/";
    try {
      var url = UnpackedResources.class.getResource(folder + core);
      if (url == null) {
        return Optional.empty();
      }
      // Another release of ONNX Runtime has libraries of another length.
      var target =
          directory.resolve(
              "onnxruntime-" + platform + "-" + url.openConnection().getContentLengthLong());
      for (var library : new String[] {core, bridge}) {
        if (!Files.exists(target.resolve(library))) {
          unpack(folder + library, target.resolve(library), null);
        }
      }
      return Optional.of(target);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static void unpack(String resource, Path target, @Nullable String sha256)
      throws IOException {
    Files.createDirectories(target.getParent());
    var partial = Files.createTempFile(target.getParent(), "unpacking-", ".part");
    try {
      var digest = Sha256.digest();
      try (var in = open(resource);
          var out = new DigestOutputStream(Files.newOutputStream(partial), digest)) {
        in.transferTo(out);
      }
      requireDigest(resource, sha256, digest);
      try (var file = FileChannel.open(partial, StandardOpenOption.WRITE)) {
        file.force(true);
      }
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /// The weights in memory, for when there is no directory.
  static byte[] read(ModelPack.Source source) throws IOException {
    try (var in = open(source.weights())) {
      var weights = in.readAllBytes();
      var digest = Sha256.digest();
      digest.update(weights);
      requireDigest(source.weights(), source.sha256(), digest);
      return weights;
    }
  }

  static InputStream open(String resource) throws IOException {
    var stream = UnpackedResources.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new IOException(resource + " is not on the class path");
    }
    return stream;
  }

  private static void requireDigest(String resource, @Nullable String expected, MessageDigest found)
      throws IOException {
    var hex = HexFormat.of().formatHex(found.digest());
    if (expected != null && !expected.equals(hex)) {
      throw new IOException(
          "%s has SHA-256 %s, its model pack says %s".formatted(resource, hex, expected));
    }
  }
}
