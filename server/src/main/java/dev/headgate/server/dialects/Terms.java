package dev.headgate.server.dialects;

import dev.headgate.kernel.chat.EndUser;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.pipeline.CallTerms;
import dev.headgate.server.http.HttpCall;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the headers of a request ask of the way of its call.
public final class Terms {
  private static final String TIMEOUT = "x-headgate-timeout";
  private static final String SDK_TIMEOUT = "x-stainless-timeout";
  private static final String SESSION = "x-headgate-session";
  private static final String TAGS = "x-headgate-tags";
  private static final int MAX_TAGS = 16;
  private static final String EXPLAIN = "x-headgate-explain";
  private static final double MAX_SECONDS = Duration.ofDays(1).toSeconds();

  private Terms() {}

  public static CallTerms of(HttpCall call) {
    var patience = patience(call);
    var session = call.header(SESSION).orElse("");
    var explain = call.header(EXPLAIN).filter("true"::equalsIgnoreCase).isPresent();
    var tags = tags(call);
    return patience == null && session.isEmpty() && tags.isEmpty() && !explain
        ? CallTerms.NONE
        : new CallTerms(patience, EndUser.checked(SESSION, session), tags, explain);
  }

  private static Set<String> tags(HttpCall call) {
    var header = call.header(TAGS);
    if (header.isEmpty()) {
      return Set.of();
    }
    var tags = new TreeSet<String>();
    for (var tag : header.get().split(",", -1)) {
      if (!tag.isBlank()) {
        tags.add(EndUser.checked(TAGS, tag.strip()));
      }
    }
    if (tags.size() > MAX_TAGS) {
      throw CallFailed.invalid(
          TAGS,
          "the header %s names %d tags; send at most %d".formatted(TAGS, tags.size(), MAX_TAGS));
    }
    return tags;
  }

  private static @Nullable Duration patience(HttpCall call) {
    var own = call.header(TIMEOUT);
    if (own.isPresent()) {
      return seconds(own.get())
          .orElseThrow(() ->
              CallFailed.invalid(
                  TIMEOUT,
                  "the header %s must be a number of seconds above 0, such as 30 or 2.5"
                      .formatted(TIMEOUT)));
    }
    // What an SDK adds by itself is a hint: one that cannot be read is none.
    return call.header(SDK_TIMEOUT).flatMap(Terms::seconds).orElse(null);
  }

  private static Optional<Duration> seconds(String text) {
    try {
      var seconds = Double.parseDouble(text);
      return seconds > 0
          ? Optional.of(Duration.ofMillis((long) Math.ceil(Math.min(seconds, MAX_SECONDS) * 1000)))
          : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
