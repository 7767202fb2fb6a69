package dev.headgate.server.features;

import dev.headgate.store.reviews.ReviewState;
import dev.headgate.store.reviews.StoredReview;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/// A review as JSON, as whoever asked sees it.
public final class ReviewJson {
  private ReviewJson() {}

  /// The whole review as one object.
  static void write(JsonGenerator out, StoredReview review) {
    out.writeStartObject();
    writeStanding(out, review);
    out.writeEndObject();
  }

  /// The same as properties of an object that is open.
  public static void writeStanding(JsonGenerator out, StoredReview review) {
    var origin = review.origin();
    out.writeStringProperty("id", review.id());
    out.writeStringProperty("state", review.state().wireName());
    out.writeStringProperty("feature", origin.feature());
    out.writeStringProperty("release", origin.release());
    out.writeStringProperty("trace_id", origin.trace());
    time(out, "created_at", review.times().createdAt());
    time(out, "due_at", review.times().dueAt());
    if (review.state() == ReviewState.ANSWERED) {
      time(out, "answered_at", review.times().answeredAt());
      out.writeStringProperty("answered_by", review.assignee());
      if (!review.answer().isEmpty()) {
        out.writeStringProperty("answer", review.answer());
      }
    }
  }

  private static void time(JsonGenerator out, String name, long millis) {
    out.writeStringProperty(name, Instant.ofEpochMilli(millis).toString());
  }
}
