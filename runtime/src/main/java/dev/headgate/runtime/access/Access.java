package dev.headgate.runtime.access;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who may call. Holds hashes of keys only; an unknown key, a revoked one, an expired one and one
/// that is no key at all are refused alike. Thread-safe.
public final class Access {
  // Longer than any key that anybody would make, so that nobody has megabytes hashed.
  private static final int MAX_KEY_CHARACTERS = 4_096;

  private final Map<String, Entry> byHash = new HashMap<>();
  private final Projects projects;
  private final KeyDirectory stored;
  private final InstantSource clock;
  private final AccessRules rules;

  /// Declared keys alone.
  public Access(List<ApiKey> keys) {
    this(keys, Projects.NONE, KeyDirectory.EMPTY, () -> Instant.EPOCH, AccessRules.DEFAULT);
  }

  /// @param stored keys that were made while the house ran
  /// @param rules without any key, and without one being required, everybody may call: the server
  ///   then listens on loopback only
  public Access(
      List<ApiKey> declared,
      Projects projects,
      KeyDirectory stored,
      InstantSource clock,
      AccessRules rules) {
    this.projects = projects;
    this.stored = stored;
    this.clock = clock;
    this.rules = rules;
    for (var key : declared) {
      var hash = stored.hash(key.key().reveal());
      byHash.put(text(hash), new Entry(hash, caller(key), key.expires()));
    }
  }

  /// A key that was ever made keeps the door closed, even once it is revoked.
  public boolean isOpen() {
    return byHash.isEmpty() && !rules.requireKey() && stored.isEmpty();
  }

  public Projects projects() {
    return projects;
  }

  /// Whose word on a caller's address is taken; none if nobody's.
  public Networks trustedProxies() {
    return rules.trustedProxies();
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
    if (apiKey.length() > MAX_KEY_CHARACTERS) {
      return Optional.empty();
    }
    var hash = stored.hash(apiKey);
    var now = clock.instant();
    // The table is searched by the hash, so its timing tells nothing about a key; what is found is
    // compared once more in constant time.
    var entry = byHash.get(text(hash));
    if (entry != null) {
      return MessageDigest.isEqual(entry.hash, hash) && !entry.isPast(now)
          ? Optional.of(entry.caller)
          : Optional.empty();
    }
    return stored.find(hash, now.toEpochMilli()).flatMap(this::caller);
  }

  private static String text(byte[] hash) {
    return new String(hash, StandardCharsets.ISO_8859_1);
  }

  private Caller caller(ApiKey key) {
    var project = projects.find(key.terms().account().project()).orElse(ProjectConfig.DEFAULT);
    return caller("declared/" + key.name(), key.name(), key.terms(), project);
  }

  // The key of a project that is no longer declared has nobody who answers for it.
  private Optional<Caller> caller(StoredKey key) {
    return projects
        .find(key.project())
        .map(project -> caller(key.id(), key.name(), key.terms(), project));
  }

  private Caller caller(String id, String name, KeyTerms terms, ProjectConfig project) {
    return new Caller(
        id,
        name,
        Agreement.of(terms, project, projects.mayUseProviderState(project)),
        List.of(project.scope(), terms.scope()),
        Visit.PLAIN);
  }

  private record Entry(byte[] hash, Caller caller, @Nullable Instant expires) {
    boolean isPast(Instant now) {
      return expires != null && !expires.isAfter(now);
    }
  }
}
