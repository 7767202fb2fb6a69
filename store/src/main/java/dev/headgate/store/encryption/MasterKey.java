package dev.headgate.store.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.store.database.Database;
import dev.headgate.store.directory.DataDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key that wraps all others: 256 bits from the file `master.key` of the data directory.
public final class MasterKey {
  private static final int BYTES = 32;

  private final AesGcm wrapping;
  private final SecretKeySpec lookups;
  private final byte[] hashing;
  private final SecureRandom random;

  private MasterKey(byte[] key, SecureRandom random) {
    // One key per purpose.
    this.wrapping = new AesGcm(derive(key, "wrap data keys"));
    this.lookups = new SecretKeySpec(derive(key, "look up subjects"), "HmacSHA256");
    this.hashing = derive(key, "hash for one purpose");
    this.random = random;
  }

  /// Reads the directory's own key, and makes it where there is none and nothing was encrypted yet.
  ///
  /// @param random must not be predictable
  public static MasterKey load(DataDirectory directory, Database core, SecureRandom random) {
    var file = directory.masterKey();
    try {
      if (!Files.exists(file)) {
        refuseIfNeeded(file, core);
        create(file, random);
      }
      return parse(Files.readString(file).strip(), file, random);
    } catch (IOException e) {
      throw new CallFailed(
          ErrorCode.STORAGE_FAILED,
          "the master key " + file + " cannot be read (" + e + "); check its owner and permissions",
          e);
    }
  }

  // A new key would open nothing of what the old one has closed.
  private static void refuseIfNeeded(Path file, Database core) {
    var wraps = core.read(session -> session.find("SELECT 1 FROM data_key LIMIT 1", _ -> 1));
    if (wraps.isPresent()) {
      throw new CallFailed(
          ErrorCode.STORAGE_FAILED,
          "the master key "
              + file
              + " is missing, and the data was encrypted with it; put it back");
    }
  }

  /// A keyed hash that serves one purpose; those of two purposes have nothing to do with each
  /// other.
  public KeyedHash hashFor(String purpose) {
    return new KeyedHash(derive(hashing, purpose));
  }

  /// A name for the subject that nobody without the key can tell or guess.
  byte[] lookup(String subject) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(lookups);
      return mac.doFinal(subject.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  long newId() {
    return random.nextLong() >>> 1;
  }

  byte[] newKey() {
    var key = new byte[BYTES];
    random.nextBytes(key);
    return key;
  }

  /// Encrypts a data key. The lookup is bound to it, so that rows cannot be swapped.
  byte[] wrap(byte[] dataKey, byte[] lookup) {
    var nonce = new byte[AesGcm.NONCE_BYTES];
    random.nextBytes(nonce);
    var sealed = wrapping.seal(nonce, lookup, dataKey);
    return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
  }

  byte[] unwrap(byte[] wrapped, byte[] lookup) {
    var buffer = ByteBuffer.wrap(wrapped);
    var nonce = new byte[AesGcm.NONCE_BYTES];
    buffer.get(nonce);
    var sealed = new byte[buffer.remaining()];
    buffer.get(sealed);
    return wrapping
        .open(nonce, lookup, sealed)
        .orElseThrow(() ->
            new CallFailed(
                ErrorCode.STORAGE_FAILED,
                "the master key does not open this data directory; put back the master.key"
                    + " with which it was created"));
  }

  private static MasterKey parse(String text, Path file, SecureRandom random) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      key = new byte[0];
    }
    if (key.length != BYTES) {
      throw new CallFailed(
          ErrorCode.STORAGE_FAILED,
          "the master key ("
              + file
              + ") is not 32 bytes in base64; make one with: head -c 32 /dev/urandom | base64");
    }
    return new MasterKey(key, random);
  }

  /// The file appears whole and on the disk, or not at all: half a key would lock everything away.
  private static void create(Path file, SecureRandom random) throws IOException {
    var key = new byte[BYTES];
    random.nextBytes(key);
    var text = Base64.getEncoder().encodeToString(key) + "\n";
    var draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Set<OpenOption> options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    try (var channel =
        file.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? FileChannel.open(
                draft,
                options,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
            : FileChannel.open(draft, options)) {
      var bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    try (var directory = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static byte[] derive(byte[] key, String purpose) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(purpose.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
