package dev.headgate.runtime.access;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.ids.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who may call. Holds hashes of keys only; an unknown key and a wrong one are refused alike.
/// Immutable, thread-safe.
public final class Access {
  private final Map<String, Entry> byHash = new HashMap<>();

  /// No keys at all means that everybody may call: the server then listens on loopback only.
  public Access(List<ApiKey> keys) {
    for (var key : keys) {
      var hash = sha256(key.key().reveal());
      byHash.put(lookup(hash), new Entry(hash, new Caller(key.name())));
    }
  }

  public boolean isOpen() {
    return byHash.isEmpty();
  }

  /// The owner of a key; an empty text is no key.
  public Caller identify(String apiKey) {
    if (isOpen()) {
      return Caller.OPEN;
    }
    if (apiKey.isEmpty()) {
      throw new CallFailed(
          ErrorCode.INVALID_API_KEY, "no API key was sent; send \"Authorization: Bearer <key>\"");
    }
    return find(apiKey)
        .orElseThrow(() ->
            new CallFailed(
                ErrorCode.INVALID_API_KEY,
                "the API key is not known; ask whoever runs this gateway for one"));
  }

  private Optional<Caller> find(String apiKey) {
    var hash = sha256(apiKey);
    return Optional.ofNullable(byHash.get(lookup(hash)))
        .filter(entry -> MessageDigest.isEqual(entry.hash, hash))
        .map(Entry::caller);
  }

  // The table is searched by part of the hash, so its timing tells nothing about a key; the rest is
  // compared in constant time.
  private static String lookup(byte[] hash) {
    return new String(hash, 0, 8, StandardCharsets.ISO_8859_1);
  }

  private static byte[] sha256(String key) {
    return Sha256.digest().digest(key.getBytes(StandardCharsets.UTF_8));
  }

  private record Entry(byte[] hash, Caller caller) {}
}
