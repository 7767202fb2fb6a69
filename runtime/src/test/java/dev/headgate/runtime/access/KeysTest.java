package dev.headgate.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.ids.IdSource;
import dev.headgate.runtime.boundaries.DataRule;
import dev.headgate.store.database.Database;
import dev.headgate.store.directory.DataDirectory;
import dev.headgate.store.encryption.KeyedHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeysTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
  private final InstantSource clock = now::get;
  private DataDirectory directory;
  private Database core;
  private Keys keys;

  @BeforeEach
  void open() {
    directory = DataDirectory.open(folder.resolve("data"));
    core = Database.openCore(directory, clock, _ -> {});
    keys = keysOf(core);
  }

  @AfterEach
  void close() {
    core.close();
    directory.close();
  }

  @Test
  void aKeyOpensTheDoorAtOnceAndAfterANewStart() {
    var terms = terms("shop");
    var made = keys.create("web", terms, null);

    assertThat(owner(keys, made.text())).hasValue("web");
    core.close();
    core = Database.openCore(directory, clock, _ -> {});
    var reopened = keysOf(core);

    var caller = access(reopened).identify(made.text());
    assertThat(caller.keyId()).isEqualTo(made.key().id()).startsWith("key_");
    assertThat(caller.account()).isEqualTo(new Account("shop", "checkout", "ann"));
    assertThat(caller.priority()).isEqualTo(Priority.LOW);
    assertThat(caller.agreement().limits()).isEqualTo(terms.limits());
    assertThat(caller.agreement().data()).contains(terms.data());
    assertThat(caller.scopes()).contains(terms.scope());
  }

  @Test
  void theTextOfAKeyIsNowhereOnTheDisk() throws IOException {
    var made = keys.create("web", terms("shop"), null);
    pass(Duration.ofMillis(1));
    var rotated = keys.rotate("shop", made.key().id(), HOUR);

    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(bytes)
            .doesNotContain(made.text().substring(8, 30), rotated.text().substring(8, 30));
      }
    }
    assertThat(keys.list("shop").getFirst().secrets().getLast().hint())
        .isEqualTo(rotated.text().substring(rotated.text().length() - 4));
  }

  @Test
  void aRotatedKeyWorksWithBothTextsUntilTheOverlapIsOver() {
    var made = keys.create("web", terms("shop"), null);
    var rotated = keys.rotate("shop", made.key().id(), HOUR);

    assertThat(rotated.key().id()).isEqualTo(made.key().id());
    assertThat(owner(keys, made.text())).hasValue("web");
    assertThat(owner(keys, rotated.text())).hasValue("web");
    pass(HOUR);
    assertThat(owner(keys, made.text())).isEmpty();
    assertThat(owner(keys, rotated.text())).hasValue("web");
    // A second rotation with a long overlap does not bring the first text back.
    var again = keys.rotate("shop", made.key().id(), Duration.ofDays(30));
    assertThat(owner(keys, made.text())).isEmpty();
    assertThat(owner(keys, rotated.text())).hasValue("web");
    assertThat(owner(keys, again.text())).hasValue("web");
  }

  @Test
  void aKeyEndsWhenItExpiresOrIsRevoked() {
    var expiring = keys.create("web", terms("shop"), clock.millis() + HOUR.toMillis());
    var later = keys.create("app", terms("shop"), null);
    var revoked = keys.create("old", terms("shop"), null);
    var overlapping = keys.rotate("shop", revoked.key().id(), HOUR);

    keys.expire("shop", later.key().id(), clock.millis() + HOUR.toMillis());
    keys.revoke("shop", revoked.key().id());

    assertThat(owner(keys, expiring.text())).hasValue("web");
    assertThat(owner(keys, later.text())).hasValue("app");
    assertThat(owner(keys, revoked.text())).isEmpty();
    assertThat(owner(keys, overlapping.text())).isEmpty();
    pass(HOUR);
    assertThat(owner(keys, expiring.text())).isEmpty();
    assertThat(owner(keys, later.text())).isEmpty();
    assertThatThrownBy(() -> keys.rotate("shop", revoked.key().id(), HOUR))
        .hasMessageContaining("revoked for good");
  }

  @Test
  void allKeysThatDoNotWorkAreRefusedAlike() {
    var revoked = keys.create("web", terms("shop"), null);
    keys.revoke("shop", revoked.key().id());
    var expired = keys.create("app", terms("shop"), clock.millis() + 1);
    var orphaned = keys.create("gone", terms("no-such-project"), null);
    pass(Duration.ofMillis(1));
    var access = access(keys);

    var refusals = new HashSet<String>();
    for (var text :
        List.of(
            revoked.text(),
            expired.text(),
            orphaned.text(),
            "hg_live_",
            "nonsense",
            KeyText.make(new Random(9)))) {
      assertThatThrownBy(() -> access.identify(text))
          .asInstanceOf(type(CallFailed.class))
          .returns(ErrorCode.INVALID_API_KEY, CallFailed::code)
          .satisfies(failure -> refusals.add(failure.message()));
    }
    assertThat(refusals).hasSize(1);
  }

  @Test
  void aKeyThatWasEverMadeKeepsTheDoorClosed() {
    assertThat(access(keys).isOpen()).isTrue();

    var made = keys.create("web", terms("shop"), null);
    keys.revoke("shop", made.key().id());

    assertThat(access(keys).isOpen()).isFalse();
  }

  @Test
  void whatAnotherProcessChangesCountsAfterARefresh() {
    try (var other = Database.openCore(directory, clock, _ -> {})) {
      var elsewhere = keysOf(other);
      var made = elsewhere.create("web", terms("shop"), null);
      assertThat(owner(keys, made.text())).isEmpty();
      keys.refresh();
      assertThat(owner(keys, made.text())).hasValue("web");

      elsewhere.revoke("shop", made.key().id());
      keys.refresh();

      assertThat(owner(keys, made.text())).isEmpty();
    }
  }

  @Test
  void aRevocationElsewhereIsSeenWithinASecond() {
    try (var other = Database.openCore(directory, clock, _ -> {});
        var _ = new KeyRefresh(keys)) {
      var elsewhere = keysOf(other);
      var made = elsewhere.create("web", terms("shop"), null);
      await(() -> owner(keys, made.text()).isPresent());

      elsewhere.revoke("shop", made.key().id());
      var revokedAt = System.nanoTime();
      await(() -> owner(keys, made.text()).isEmpty());

      assertThat(Duration.ofNanos(System.nanoTime() - revokedAt)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void aProjectReachesItsOwnKeysOnly() {
    var made = keys.create("web", terms("shop"), null);

    assertThat(keys.list("other")).isEmpty();
    for (var attempt :
        List.<Runnable>of(
            () -> keys.rotate("other", made.key().id(), HOUR),
            () -> keys.expire("other", made.key().id(), null),
            () -> keys.revoke("other", made.key().id()))) {
      assertThatThrownBy(attempt::run)
          .asInstanceOf(type(CallFailed.class))
          .returns(ErrorCode.KEY_NOT_FOUND, CallFailed::code);
    }
    assertThat(owner(keys, made.text())).hasValue("web");
  }

  @Test
  void aNameIsUsedOnceInAProjectUntilItsKeyIsRevoked() {
    var first = keys.create("web", terms("shop"), null);
    keys.create("web", terms("other"), null);
    assertThatThrownBy(() -> keys.create("web", terms("shop"), null))
        .hasMessageContaining("has a key \"web\" already");

    keys.revoke("shop", first.key().id());

    assertThat(keys.create("web", terms("shop"), null).key().id()).isNotEqualTo(first.key().id());
  }

  @Test
  void aKeyIsLongAndCarriesAChecksum() {
    var random = new Random(1);
    var seen = new HashSet<String>();
    for (int i = 0; i < 1_000; i++) {
      var text = KeyText.make(random);
      assertThat(text).matches("hg_live_[0-9A-Za-z]{49}");
      assertThat(KeyText.isWellFormed(text)).isTrue();
      var at = 8 + random.nextInt(49);
      var other = text.charAt(at) == 'a' ? 'b' : 'a';
      assertThat(KeyText.isWellFormed(text.substring(0, at) + other + text.substring(at + 1)))
          .isFalse();
      seen.add(text);
    }
    assertThat(seen).hasSize(1_000);
    assertThat(KeyText.isWellFormed("hg_live_")).isFalse();
  }

  private static void await(BooleanSupplier condition) {
    var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private Optional<String> owner(Keys of, String text) {
    return of.find(of.hash(text), clock.millis()).map(StoredKey::name);
  }

  private Access access(Keys of) {
    return new Access(
        List.of(),
        new Projects(Map.of("shop", ProjectConfig.DEFAULT)),
        of,
        clock,
        AccessRules.DEFAULT);
  }

  private Keys keysOf(Database database) {
    return new Keys(
        database,
        new KeyedHash(new byte[] {7}),
        clock,
        new IdSource(clock, new Random(System.nanoTime())),
        new Random(System.nanoTime()));
  }

  private static KeyTerms terms(String project) {
    return new KeyTerms(
        new Account(project, "checkout", "ann"),
        new Scope(
            Patterns.of("smart"),
            new Patterns(List.of()),
            Patterns.ALL,
            new Networks(List.of(Network.parse("10.0.0.0/8").orElseThrow()))),
        Priority.LOW,
        new DataRule("personal", List.of("eu"), List.of("azure")),
        new Allowance(
            List.of(new Rate(60, Window.MINUTE)), List.of(new Rate(1_000, Window.DAY)), 3));
  }
}
