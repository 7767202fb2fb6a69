package dev.headgate.runtime.reviews;

import dev.headgate.kernel.config.Names;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.ids.IdSource;
import dev.headgate.runtime.webhooks.Delivery;
import dev.headgate.runtime.webhooks.Messages;
import dev.headgate.runtime.webhooks.Outbox;
import dev.headgate.runtime.webhooks.Sender;
import dev.headgate.store.reviews.ReviewEvent;
import dev.headgate.store.reviews.ReviewOutbox;
import dev.headgate.store.reviews.ReviewState;
import dev.headgate.store.reviews.ReviewStore;
import dev.headgate.store.reviews.StoredReview;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The reviews of this house, and the thread that tells of them. Thread-safe.
public final class Reviews implements Escalations, AutoCloseable {
  /// The longest answer of a person, in UTF-16 units.
  public static final int MAX_ANSWER_CHARACTERS = 100_000;

  private static final int MAX_NAME_CHARACTERS = 128;

  private final ReviewStore store;
  private final Supplier<ReviewsConfig> config;
  private final IdSource ids;
  private final @Nullable Delivery<ReviewEvent> delivery;

  /// Begins to tell.
  ///
  /// @param config as it is declared now
  public Reviews(
      ReviewStore store,
      ReviewOutbox outbox,
      Sender sender,
      Supplier<ReviewsConfig> config,
      IdSource ids,
      InstantSource clock,
      RandomGenerator random) {
    this(
        store,
        config,
        ids,
        new Delivery<>(
            "reviews.webhook.url",
            new Events(store, outbox),
            sender,
            () -> config.get().receiver(),
            clock,
            random));
  }

  private Reviews(
      ReviewStore store,
      Supplier<ReviewsConfig> config,
      IdSource ids,
      @Nullable Delivery<ReviewEvent> delivery) {
    this.store = store;
    this.config = config;
    this.ids = ids;
    this.delivery = delivery;
  }

  /// For a look at what was kept: nobody is told of anything.
  public static Reviews untold(ReviewStore store, Supplier<ReviewsConfig> config, IdSource ids) {
    return new Reviews(store, config, ids, null);
  }

  @Override
  public String put(Escalation escalation) {
    var id = ids.next("rev");
    store.add(id, escalation.origin(), escalation.user(), escalation.question(), event());
    tell();
    return id;
  }

  /// The review; empty if the project has none with that id.
  public Optional<StoredReview> find(String project, String id) {
    return store.find(project, id);
  }

  /// The review; throws [CallFailed] with `REVIEW_NOT_FOUND` if the project has none with that id.
  public StoredReview require(String project, String id) {
    return store.find(project, id).orElseThrow(() -> unknown(project, id));
  }

  /// Reviews without their texts, the oldest first.
  ///
  /// @param project empty for all
  /// @param state null for all
  public List<StoredReview> list(String project, @Nullable ReviewState state, int limit) {
    return store.list(project, state, limit);
  }

  /// Says who shall answer.
  ///
  /// @param to empty for nobody in particular
  public StoredReview assign(String project, String id, String to) {
    checkName("to", to);
    if (!store.assign(project, id, to)) {
      throw unknown(project, id);
    }
    return require(project, id);
  }

  /// Answers what was asked.
  ///
  /// @param by empty for whoever it is assigned to
  public StoredReview answer(String project, String id, String by, String text) {
    checkName("by", by);
    if (text.isBlank() || text.length() > MAX_ANSWER_CHARACTERS) {
      throw CallFailed.invalid(
          "text", "\"text\" is an answer of 1 to %d characters".formatted(MAX_ANSWER_CHARACTERS));
    }
    var who = by.isEmpty() ? require(project, id).assignee() : by;
    if (!store.answer(project, id, who, text, event())) {
      throw unknown(project, id);
    }
    tell();
    return require(project, id);
  }

  /// Ends after the message that is under way.
  @Override
  public void close() {
    if (delivery != null) {
      delivery.close();
    }
  }

  private void tell() {
    if (delivery != null) {
      delivery.wake();
    }
  }

  private @Nullable String event() {
    return config.get().receiver().isDeclared() ? ids.next("msg") : null;
  }

  private static void checkName(String what, String name) {
    if (name.length() > MAX_NAME_CHARACTERS) {
      throw CallFailed.invalid(
          what, "\"%s\" is a name of at most %d characters".formatted(what, MAX_NAME_CHARACTERS));
    }
  }

  static CallFailed unknown(String project, String id) {
    return new CallFailed(
        ErrorCode.REVIEW_NOT_FOUND,
        "project \"%s\" has no review \"%s\", or no longer; reviews are kept for as long as reviews.keep says"
            .formatted(Names.shown(project), Names.shown(id)));
  }

  private record Events(ReviewStore store, ReviewOutbox rows) implements Outbox<ReviewEvent> {
    @Override
    public List<ReviewEvent> due(long nowMillis) {
      return rows.due(nowMillis);
    }

    @Override
    public String id(ReviewEvent event) {
      return event.id();
    }

    @Override
    public long atMillis(ReviewEvent event) {
      return event.atMillis();
    }

    @Override
    public int attempts(ReviewEvent event) {
      return event.attempts();
    }

    @Override
    public byte[] body(ReviewEvent event) {
      return store
          .find(event.project(), event.review())
          .map(review ->
              Messages.of(event.type(), event.atMillis(), out -> write(out, event, review)))
          .orElse(new byte[0]);
    }

    @Override
    public String text(ReviewEvent event) {
      return "%s: review \"%s\" of project \"%s\""
          .formatted(event.type(), event.review(), event.project());
    }

    @Override
    public void delivered(ReviewEvent event) {
      rows.delivered(event.id());
    }

    @Override
    public void retry(ReviewEvent event, long atMillis) {
      rows.retry(event.id(), atMillis);
    }

    @Override
    public void giveUp(ReviewEvent event) {
      rows.giveUp(event.id());
    }

    private static void write(JsonGenerator out, ReviewEvent event, StoredReview review) {
      out.writeStringProperty("review_id", review.id());
      out.writeStringProperty("project", review.origin().project());
      out.writeStringProperty("feature", review.origin().feature());
      out.writeStringProperty("trace_id", review.origin().trace());
      out.writeStringProperty("key", review.origin().caller());
      if (event.type().equals(ReviewEvent.ANSWERED)) {
        out.writeStringProperty("answer", review.answer());
        out.writeStringProperty("answered_by", review.assignee());
        out.writeStringProperty(
            "answered_at", Instant.ofEpochMilli(review.times().answeredAt()).toString());
      }
    }
  }
}
