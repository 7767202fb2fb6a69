package dev.headgate.runtime.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.config.Names;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.ids.IdSource;
import dev.headgate.store.database.Database;
import dev.headgate.store.encryption.KeyedHash;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The keys that were made while the house ran: kept in core.db, looked up in memory. A change made
/// here counts at once; one that another process made counts after the next [#refresh].
/// Thread-safe.
public final class Keys implements KeyDirectory {
  /// Most keys of a data directory, revoked ones included.
  public static final int MAX_KEYS = 100_000;

  private static final int MAX_NAME_CHARACTERS = 128;

  /// A key that was just made or rotated.
  ///
  /// @param text which nobody can ever show again
  public record Made(StoredKey key, String text) {}

  private record Entry(StoredKey key, StoredKey.Secret secret) {}

  private record Known(long version, List<StoredKey> keys, Map<String, Entry> byHash) {}

  private final SqlKeys sql;
  private final KeyedHash hash;
  private final InstantSource clock;
  private final IdSource ids;
  private final RandomGenerator random;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile Known known;

  /// @param hash under a key that is not in the database
  /// @param random must not be predictable
  public Keys(
      Database core, KeyedHash hash, InstantSource clock, IdSource ids, RandomGenerator random) {
    this.sql = new SqlKeys(core);
    this.hash = hash;
    this.clock = clock;
    this.ids = ids;
    this.random = random;
    this.known = read();
  }

  @Override
  public byte[] hash(String apiKey) {
    return hash.of(apiKey.getBytes(UTF_8));
  }

  @Override
  public Optional<StoredKey> find(byte[] lookup, long nowMillis) {
    var entry = known.byHash.get(new String(lookup, ISO_8859_1));
    return entry != null
            && MessageDigest.isEqual(entry.secret.lookup(), lookup)
            && entry.key.opensWith(entry.secret, nowMillis)
        ? Optional.of(entry.key)
        : Optional.empty();
  }

  @Override
  public boolean isEmpty() {
    return known.keys.isEmpty();
  }

  /// The keys of a project, the oldest first; revoked ones included.
  public List<StoredKey> list(String project) {
    return known.keys.stream().filter(key -> key.project().equals(project)).toList();
  }

  /// The keys of all projects.
  public List<StoredKey> all() {
    return known.keys;
  }

  /// Makes a key.
  ///
  /// @param expiresAt epoch milliseconds, null for never
  public Made create(String name, KeyTerms terms, @Nullable Long expiresAt) {
    if (name.isBlank() || name.length() > MAX_NAME_CHARACTERS) {
      throw CallFailed.invalid(
          "name", "\"name\" must be a text of 1 to " + MAX_NAME_CHARACTERS + " characters");
    }
    if (known.keys.size() >= MAX_KEYS) {
      throw CallFailed.invalid(
          "name", "there are %,d keys, and no more can be kept".formatted(MAX_KEYS));
    }
    var text = KeyText.make(random);
    var now = clock.millis();
    requireFuture(expiresAt, now);
    var key =
        new StoredKey(
            ids.next("key"),
            name,
            terms,
            new StoredKey.Times(now, expiresAt, null),
            List.of(secret(text, now)));
    if (!sql.add(key)) {
      throw CallFailed.invalid(
          "name",
          "project \"%s\" has a key \"%s\" already; rotate it, revoke it, or choose another name"
              .formatted(key.project(), Names.shown(name)));
    }
    refresh();
    return new Made(require(key.project(), key.id()), text);
  }

  /// Gives a key a new text; the present one opens the door until `overlap` is over.
  public Made rotate(String project, String id, Duration overlap) {
    requireLive(project, id);
    var text = KeyText.make(random);
    var now = clock.millis();
    sql.rotate(project, id, secret(text, now), now + overlap.toMillis());
    refresh();
    return new Made(require(project, id), text);
  }

  /// @param atMillis epoch milliseconds, null for never
  public StoredKey expire(String project, String id, @Nullable Long atMillis) {
    requireLive(project, id);
    requireFuture(atMillis, clock.millis());
    sql.expire(project, id, atMillis);
    refresh();
    return require(project, id);
  }

  /// Ends a key for good, with all its texts.
  public StoredKey revoke(String project, String id) {
    require(project, id);
    sql.revoke(project, id, clock.millis());
    refresh();
    return require(project, id);
  }

  /// Takes up what has changed in the store.
  public void refresh() {
    loading.lock();
    try {
      if (sql.version() != known.version) {
        known = read();
      }
    } finally {
      loading.unlock();
    }
  }

  /// The key that somebody means: by its id, else by its name, if that is one key's. Of several
  /// with a name, the one that is not revoked.
  ///
  /// @param project empty for any
  public StoredKey named(String project, String idOrName) {
    var all = project.isEmpty() ? all() : list(project);
    var byId = all.stream().filter(key -> key.id().equals(idOrName)).toList();
    var found =
        byId.isEmpty() ? all.stream().filter(key -> key.name().equals(idOrName)).toList() : byId;
    var live = found.stream().filter(key -> key.times().revokedAt() == null).toList();
    var meant = live.isEmpty() ? found : live;
    if (meant.size() > 1) {
      throw CallFailed.invalid(
          "id",
          "the name \"%s\" is that of %d keys: %s; write the id of one"
              .formatted(
                  Names.shown(idOrName),
                  meant.size(),
                  meant.stream()
                      .map(key -> key.id() + " of project " + key.project())
                      .collect(Collectors.joining(", "))));
    }
    if (meant.isEmpty()) {
      throw new CallFailed(
          ErrorCode.KEY_NOT_FOUND,
          (project.isEmpty() ? "there is" : "project \"" + Names.shown(project) + "\" has")
              + " no key \"%s\"; \"headgate keys list\" shows the keys of all projects"
                  .formatted(Names.shown(idOrName)));
    }
    return meant.getFirst();
  }

  public StoredKey require(String project, String id) {
    return list(project).stream()
        .filter(key -> key.id().equals(id))
        .findAny()
        .orElseThrow(() ->
            new CallFailed(
                ErrorCode.KEY_NOT_FOUND,
                "project \"%s\" has no key \"%s\"; \"headgate keys list\" shows the keys of all projects"
                    .formatted(Names.shown(project), Names.shown(id))));
  }

  private void requireLive(String project, String id) {
    if (require(project, id).times().revokedAt() != null) {
      throw CallFailed.invalid("id", "key \"" + id + "\" is revoked for good; create a new one");
    }
  }

  private static void requireFuture(@Nullable Long atMillis, long now) {
    if (atMillis != null && atMillis < now) {
      throw CallFailed.invalid("expires_at", "the expiry lies in the past; revoke the key instead");
    }
  }

  private StoredKey.Secret secret(String text, long now) {
    return new StoredKey.Secret(hash(text), KeyText.hint(text), now, null);
  }

  private Known read() {
    var loaded = sql.load();
    var byHash = new HashMap<String, Entry>();
    for (var key : loaded.keys()) {
      for (var secret : key.secrets()) {
        byHash.put(new String(secret.lookup(), ISO_8859_1), new Entry(key, secret));
      }
    }
    return new Known(loaded.version(), List.copyOf(loaded.keys()), byHash);
  }
}
