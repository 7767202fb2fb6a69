package dev.headgate.store.reviews;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.store.database.Database;
import dev.headgate.store.directory.DataDirectory;
import dev.headgate.store.encryption.DataKeys;
import dev.headgate.store.encryption.MasterKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReviewStoreTest {
  private static final ReviewBounds BOUNDS =
      new ReviewBounds(Duration.ofDays(7), Duration.ofDays(30), 2);

  @TempDir private Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.ofEpochSecond(1_800_000_000));
  private final InstantSource clock = now::get;
  private DataDirectory directory;
  private Database core;
  private DataKeys keys;
  private ReviewStore store;
  private ReviewOutbox outbox;

  @BeforeEach
  void begin() {
    directory = DataDirectory.open(folder);
    open();
  }

  @AfterEach
  void end() {
    core.close();
    directory.close();
  }

  @Test
  void isWaitingThenAssignedThenAnsweredForGood() {
    add("p", "ann", "r1");

    assertThat(state("p", "r1")).isEqualTo(ReviewState.WAITING);
    assertThat(store.assign("p", "r1", "bob")).isTrue();
    assertThat(state("p", "r1")).isEqualTo(ReviewState.ASSIGNED);
    assertThat(store.answer("p", "r1", "bob", "Yes.", "m2")).isTrue();

    var answered = store.find("p", "r1").orElseThrow();
    assertThat(answered.state()).isEqualTo(ReviewState.ANSWERED);
    assertThat(answered.answer()).isEqualTo("Yes.");
    assertThat(new String(answered.question(), UTF_8)).isEqualTo("question of r1");
    assertThatThrownBy(() -> store.answer("p", "r1", "bob", "No.", null))
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("is answered");
    assertThat(outbox.due(clock.millis()))
        .extracting(ReviewEvent::type)
        .containsExactlyInAnyOrder(ReviewEvent.WAITING, ReviewEvent.ANSWERED);
  }

  @Test
  void noProjectSeesOrChangesAnothers() {
    add("p", "ann", "r1");

    assertThat(store.find("q", "r1")).isEmpty();
    assertThat(store.assign("q", "r1", "bob")).isFalse();
    assertThat(store.answer("q", "r1", "bob", "No.", null)).isFalse();
    assertThat(store.list("q", null, 10)).isEmpty();
    assertThat(store.list("", ReviewState.WAITING, 10)).hasSize(1);
  }

  @Test
  void whatNobodyAnswersExpiresAndIsDeletedLater() {
    add("p", "", "r1");
    now.set(now.get().plus(Duration.ofDays(7)));

    assertThat(state("p", "r1")).isEqualTo(ReviewState.EXPIRED);
    assertThat(store.list("p", ReviewState.EXPIRED, 10)).hasSize(1);
    assertThatThrownBy(() -> store.assign("p", "r1", "bob")).hasMessageContaining("is expired");

    now.set(now.get().plus(Duration.ofDays(23)));
    assertThat(store.find("p", "r1")).isEmpty();
  }

  @Test
  void noOpenReviewGivesWayToAnother() {
    add("p", "", "r1");
    add("p", "", "r2");

    assertThatThrownBy(() -> add("p", "", "r3")).hasMessageContaining("2 reviews");
    add("q", "", "r4");
    store.answer("p", "r1", "bob", "Yes.", null);
    add("p", "", "r3");

    assertThat(store.find("p", "r1")).isPresent();
    assertThat(store.find("p", "r2")).isPresent();
  }

  @Test
  void isSealedAndGoneWithItsPersonsKey() throws IOException {
    add("p", "ann", "r1");
    store.answer("p", "r1", "bob", "canary of the answer", null);
    core.close();
    assertThat(new String(Files.readAllBytes(directory.coreDatabase()), UTF_8))
        .contains("review")
        .doesNotContain("question of r1", "canary of the answer");
    open();

    assertThat(keys.forget("ann")).isTrue();

    var found = store.find("p", "r1").orElseThrow();
    assertThat(found.question()).isEmpty();
    assertThat(found.answer()).isEmpty();
  }

  private ReviewState state(String project, String id) {
    return store.find(project, id).orElseThrow().state();
  }

  private void open() {
    var random = new SecureRandom();
    core = Database.openCore(directory, clock, _ -> {});
    keys = DataKeys.open(core, MasterKey.load(directory, core, random));
    store = new ReviewStore(core, keys, () -> BOUNDS, clock, random);
    outbox = new ReviewOutbox(core);
  }

  private void add(String project, String user, String id) {
    var origin = new ReviewOrigin(project, "web", "help", "rel_1", "people", "tr_1");
    store.add(id, origin, user, ("question of " + id).getBytes(UTF_8), "m of " + id);
  }
}
