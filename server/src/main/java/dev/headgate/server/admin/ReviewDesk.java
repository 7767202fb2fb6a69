package dev.headgate.server.admin;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.access.Account;
import dev.headgate.runtime.reviews.Reviews;
import dev.headgate.server.features.ReviewJson;
import dev.headgate.server.http.Json;
import dev.headgate.store.reviews.ReviewState;
import dev.headgate.store.reviews.StoredReview;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Where people find what they shall answer: requests and answers are JSON, and the same for the
/// admin routes and the command line. Thread-safe.
public final class ReviewDesk {
  /// Most reviews of a list that names no limit.
  public static final int DEFAULT_LIMIT = 100;

  private final Reviews reviews;

  public ReviewDesk(Reviews reviews) {
    this.reviews = reviews;
  }

  /// @param project empty for all
  /// @param state `waiting`, `assigned`, `answered` or `expired`; empty for all
  public byte[] list(String project, String state) {
    var found = reviews.list(project, state(state), DEFAULT_LIMIT);
    return AdminRoutes.object(out -> {
      out.writeArrayPropertyStart("reviews");
      for (var review : found) {
        out.writeStartObject();
        write(out, review);
        out.writeEndObject();
      }
      out.writeEndArray();
    });
  }

  /// @param project empty for the one that projects are in by default
  public byte[] show(String project, String id) {
    var review = reviews.require(project.isEmpty() ? Account.DEFAULT_PROJECT : project, id);
    return AdminRoutes.object(out -> {
      write(out, review);
      out.writeName("question");
      if (review.question().length == 0) {
        out.writeNull();
      } else {
        out.writeRawValue(new String(review.question(), StandardCharsets.UTF_8));
      }
    });
  }

  /// @param body `{"project","to"}`
  public byte[] assign(String id, byte[] body) {
    var asked = read(body, "project", "to");
    var review = reviews.assign(project(asked), id, asked.getOrDefault("to", ""));
    return AdminRoutes.object(out -> write(out, review));
  }

  /// @param body `{"project","by","text"}`
  public byte[] answer(String id, byte[] body) {
    var asked = read(body, "project", "by", "text");
    var review =
        reviews.answer(
            project(asked), id, asked.getOrDefault("by", ""), asked.getOrDefault("text", ""));
    return AdminRoutes.object(out -> write(out, review));
  }

  private static String project(Map<String, String> asked) {
    return asked.getOrDefault("project", Account.DEFAULT_PROJECT);
  }

  /// Texts by name.
  static Map<String, String> read(byte[] body, String... known) {
    var read = Json.readObject(body, in -> Json.readMap(in, "body"));
    for (var property : read.entrySet()) {
      if (!List.of(known).contains(property.getKey()) || !(property.getValue() instanceof String)) {
        throw CallFailed.invalid(
            property.getKey(),
            "\"%s\" is not taken here; send texts under %s"
                .formatted(property.getKey(), String.join(", ", known)));
      }
    }
    return read.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
  }

  private static void write(JsonGenerator out, StoredReview review) {
    ReviewJson.writeStanding(out, review);
    out.writeStringProperty("project", review.origin().project());
    out.writeStringProperty("key", review.origin().caller());
    out.writeStringProperty("tier", review.origin().tier());
    out.writeStringProperty("assignee", review.assignee());
  }

  private static @Nullable ReviewState state(String text) {
    if (text.isEmpty()) {
      return null;
    }
    return Arrays.stream(ReviewState.values())
        .filter(state -> state.wireName().equals(text))
        .findAny()
        .orElseThrow(() ->
            CallFailed.invalid(
                "state", "state \"" + text + "\" is not waiting, assigned, answered or expired"));
  }
}
