package dev.headgate.server.dialects;

import dev.headgate.kernel.chat.EndUser;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.cache.CacheControl;
import dev.headgate.runtime.pipeline.calls.CallTerms;
import dev.headgate.server.http.HttpCall;
import java.util.Set;
import java.util.TreeSet;

/// What the headers of a request ask of the way of its call.
public final class Terms {
  private static final String SESSION = "x-headgate-session";
  private static final String TAGS = "x-headgate-tags";
  private static final int MAX_TAGS = 16;
  private static final String EXPLAIN = "x-headgate-explain";

  private Terms() {}

  public static CallTerms of(HttpCall call) {
    var session = call.header(SESSION).orElse("");
    var explain = call.header(EXPLAIN).filter("true"::equalsIgnoreCase).isPresent();
    var tags = tags(call);
    var cache = call.header("cache-control").map(CacheControl::of).orElse(CacheControl.USUAL);
    return session.isEmpty() && tags.isEmpty() && cache.equals(CacheControl.USUAL) && !explain
        ? CallTerms.NONE
        : new CallTerms(EndUser.checked(SESSION, session), tags, cache, explain);
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
}
