package dev.headgate.server.admin;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.server.http.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// The key of the admin routes: 256 random bits in a file of the data directory that only its owner
/// may read. Who can read the file could change the data directory anyway.
public final class AdminToken {
  private static final String FILE = "admin.token";
  private static final int BYTES = 32;

  private final String token;

  private AdminToken(String token) {
    this.token = token;
  }

  /// The token of a data directory, made where there is none yet.
  ///
  /// @param random must be cryptographically strong
  public static AdminToken loadOrCreate(Path dataDirectory, RandomGenerator random)
      throws IOException {
    var file = dataDirectory.resolve(FILE);
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    try {
      createPrivate(file);
    } catch (FileAlreadyExistsException _) {
      var existing = read(file);
      if (existing.length() == 2 * BYTES) {
        return new AdminToken(existing);
      }
      // Cut off by a crash while it was first written: nobody can know it.
    }
    var token = HexFormat.of().formatHex(bytes);
    Files.writeString(file, token + "\n");
    return new AdminToken(token);
  }

  /// The token of a data directory that a server has opened before.
  public static AdminToken load(Path dataDirectory) throws IOException {
    return new AdminToken(read(dataDirectory.resolve(FILE)));
  }

  /// Throws [CallFailed] with `INVALID_API_KEY` unless the token is shown.
  public void check(Credentials credentials) {
    var same =
        MessageDigest.isEqual(
            credentials.apiKey().getBytes(StandardCharsets.UTF_8),
            token.getBytes(StandardCharsets.UTF_8));
    if (!same) {
      throw new CallFailed(
          ErrorCode.INVALID_API_KEY,
          "this route needs the admin token: send \"Authorization: Bearer \" and what stands in %s of the data directory"
              .formatted(FILE));
    }
  }

  /// The clear text; it goes onto the wire and nowhere else.
  public String reveal() {
    return token;
  }

  @Override
  public String toString() {
    return "***";
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.US_ASCII).strip();
  }

  private static void createPrivate(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
  }
}
