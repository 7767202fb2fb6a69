package dev.headgate.runtime.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Whole answers by the fingerprint of their request, and the calls that are asking right now.
/// Thread-safe.
public final class AnswerCache {
  private volatile CacheConfig config;
  private final LongSupplier nanos;
  private final Cache<CacheKey, Kept> answers;
  private final ConcurrentMap<CacheKey, Seat> seats = new ConcurrentHashMap<>();

  /// @param nanos a clock that never goes back
  public AnswerCache(CacheConfig config, LongSupplier nanos) {
    this.config = config;
    this.nanos = nanos;
    this.answers =
        Caffeine.newBuilder()
            .maximumWeight(config.maxBytes())
            .weigher((CacheKey _, Kept kept) -> kept.bytes)
            .executor(Runnable::run)
            .build();
  }

  /// One with the usual bounds.
  public static AnswerCache inMemory() {
    return new AnswerCache(CacheConfig.USUAL, System::nanoTime);
  }

  /// Other bounds hold from now on; what is kept stays, as far as it fits.
  public void declare(CacheConfig next) {
    config = next;
    answers.policy().eviction().orElseThrow().setMaximum(next.maxBytes());
  }

  /// Looks for an answer. Where another call asks the same right now, waits for that one's; when it
  /// fails, or takes too long, this call asks for itself.
  ///
  /// @throws CallFailed `CALL_CANCELLED` if the thread is interrupted while it waits
  public Lookup find(CacheRule rule, CacheControl control, CacheKey key) {
    return find(rule, control, key, new Cancellation());
  }

  /// As above, for a call that may be cancelled while it waits.
  ///
  /// @throws CallFailed `CALL_CANCELLED` or `CALL_TIMEOUT`
  public Lookup find(
      CacheRule rule, CacheControl control, CacheKey key, Cancellation cancellation) {
    if (!rule.isOn() || !control.keep()) {
      return new Lookup.Bypassed();
    }
    if (!control.lookUp()) {
      return new Lookup.Miss(new Seat(this, key));
    }
    var maxAge = youngest(rule.maxAge(), control.maxAge());
    var patience = config.maxWait().toNanos();
    var from = nanos.getAsLong();
    while (true) {
      var kept = answers.getIfPresent(key);
      if (kept != null && nanos.getAsLong() - kept.atNanos < maxAge.toNanos()) {
        var age = Duration.ofNanos(nanos.getAsLong() - kept.atNanos);
        return new Lookup.Hit(kept.answer, age, kept.ignored);
      }
      var seat = new Seat(this, key);
      var taken = seats.putIfAbsent(key, seat);
      if (taken == null) {
        return new Lookup.Miss(seat);
      }
      var left = patience - (nanos.getAsLong() - from);
      if (!awaitLeft(taken, left, cancellation)) {
        return new Lookup.Miss(seat);
      }
    }
  }

  /// Bytes of memory that the kept answers take, by estimate.
  public long bytes() {
    answers.cleanUp();
    return answers.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  /// Forgets everything.
  public void clear() {
    answers.invalidateAll();
  }

  void keep(CacheKey key, ChatAnswer answer, List<String> ignored) {
    var bytes = AnswerWeight.of(answer);
    if (bytes <= config.maxAnswerBytes() && isWorthKeeping(answer)) {
      answers.put(key, new Kept(answer, List.copyOf(ignored), nanos.getAsLong(), (int) bytes));
    }
  }

  void leave(CacheKey key, Seat seat) {
    seats.remove(key, seat);
  }

  // What the provider refused today it may answer tomorrow.
  private static boolean isWorthKeeping(ChatAnswer answer) {
    return !answer.choices().isEmpty()
        && answer.choices().stream()
            .noneMatch(choice -> choice.finishReason() == FinishReason.CONTENT_FILTER);
  }

  private static boolean awaitLeft(Seat taken, long nanos, Cancellation cancellation) {
    try {
      return taken.awaitLeft(nanos, cancellation);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallFailed(
          ErrorCode.CALL_CANCELLED, "the call was stopped while it waited for another", e);
    }
  }

  private static Duration youngest(Duration rule, @Nullable Duration asked) {
    return asked == null || rule.compareTo(asked) < 0 ? rule : asked;
  }

  private record Kept(ChatAnswer answer, List<String> ignored, long atNanos, int bytes) {}
}
