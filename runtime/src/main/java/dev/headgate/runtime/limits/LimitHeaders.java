package dev.headgate.runtime.limits;

import dev.headgate.runtime.access.Notices;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tells a caller how much it has left: in OpenAI's headers, which clients know, and in those of
/// the IETF draft "RateLimit header fields for HTTP". Of several limits the one that is nearest to
/// its end is told.
final class LimitHeaders {
  private static final String PREFIX = "x-ratelimit-";

  private @Nullable Holding requests;
  private @Nullable Holding tokens;

  /// What is left in a bucket, and whose it is.
  private record Holding(Subject subject, String what, Bucket bucket, long now) {
    double share() {
      return (double) bucket.remaining(now) / bucket.rate().amount();
    }

    String name() {
      return "%s-%s-per-%s".formatted(subject.kind().word(), what, bucket.rate().window().word());
    }

    long secondsUntilFull() {
      return TimeUnit.NANOSECONDS.toSeconds(
          bucket.nanosUntilFull(now) + TimeUnit.SECONDS.toNanos(1) - 1);
    }
  }

  void requests(Subject subject, Bucket bucket, long now) {
    requests = tighter(requests, new Holding(subject, "requests", bucket, now));
  }

  void tokens(Subject subject, Bucket bucket, long now) {
    tokens = tighter(tokens, new Holding(subject, "tokens", bucket, now));
  }

  private static Holding tighter(@Nullable Holding a, Holding b) {
    return a == null || b.share() < a.share() ? b : a;
  }

  void tell(Notices notices) {
    var policy = new StringBuilder();
    var state = new StringBuilder();
    add(requests, notices, policy, state);
    add(tokens, notices, policy, state);
    if (!policy.isEmpty()) {
      notices.tell("ratelimit-policy", policy.toString());
      notices.tell("ratelimit", state.toString());
    }
  }

  private static void add(
      @Nullable Holding held, Notices notices, StringBuilder policy, StringBuilder state) {
    if (held == null) {
      return;
    }
    var rate = held.bucket.rate();
    var remaining = held.bucket.remaining(held.now);
    notices.tell(PREFIX + "limit-" + held.what, Long.toString(rate.amount()));
    notices.tell(PREFIX + "remaining-" + held.what, Long.toString(remaining));
    notices.tell(PREFIX + "reset-" + held.what, duration(held.bucket.nanosUntilFull(held.now)));
    var comma = policy.isEmpty() ? "" : ", ";
    policy
        .append(comma)
        .append('"')
        .append(held.name())
        .append("\";q=")
        .append(rate.amount())
        .append(";w=")
        .append(rate.window().length().toSeconds());
    state
        .append(comma)
        .append('"')
        .append(held.name())
        .append("\";r=")
        .append(remaining)
        .append(";t=")
        .append(held.secondsUntilFull());
  }

  /// As OpenAI writes it: `17ms`, `1s`, `6m0s`, `2h3m0s`.
  static String duration(long nanos) {
    var millis = (nanos + 999_999) / 1_000_000;
    if (millis < 1_000) {
      return millis + "ms";
    }
    var seconds = (millis + 999) / 1_000;
    var text = new StringBuilder();
    if (seconds >= 3_600) {
      text.append(seconds / 3_600).append('h');
    }
    if (seconds >= 60) {
      text.append(seconds / 60 % 60).append('m');
    }
    return text.append(seconds % 60).append('s').toString();
  }
}
