package dev.headgate.runtime.budgets;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.store.budgets.BudgetStore;
import dev.headgate.store.budgets.WindowKey;
import dev.headgate.store.budgets.WindowTerms;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjLongConsumer;

/// The windows that calls count in at present. Thread-safe.
final class Windows {
  /// Most budgets and subjects at a time. A subject is often a user, whom nobody has declared.
  private static final int MAX_WINDOWS = 100_000;

  private final BudgetStore store;
  private final InstantSource clock;
  private final Map<Key, CompletableFuture<LiveWindow>> current = new ConcurrentHashMap<>();

  private record Key(BudgetConfig budget, String subject) {}

  Windows(BudgetStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /// The window of now, or a later one if the clock was there before: none begins twice.
  LiveWindow at(BudgetConfig budget, String subject) {
    var key = new Key(budget, subject);
    while (true) {
      var known = current.get(key);
      if (known == null) {
        if (current.size() >= MAX_WINDOWS) {
          throw new CallFailed(
              ErrorCode.OVERLOADED,
              "more than 100,000 budgets are in use at once; declare budgets per project or team");
        }
        var opening = new CompletableFuture<LiveWindow>();
        if (current.putIfAbsent(key, opening) == null) {
          return open(key, opening);
        }
        continue;
      }
      var window = join(known);
      if (clock.millis() < window.endsAt()) {
        return window;
      }
      var next = new CompletableFuture<LiveWindow>();
      if (current.replace(key, known, next)) {
        giveBackEnded(window);
        return open(key, next);
      }
    }
  }

  private LiveWindow open(Key key, CompletableFuture<LiveWindow> opening) {
    try {
      var budget = key.budget();
      var terms = budget.terms();
      var span = terms.period().at(clock.instant(), terms.zone());
      var row =
          store.open(
              new WindowKey(
                  budget.name(), key.subject(), terms.period().wireName(), span.startsAt()),
              new WindowTerms(span.endsAt(), terms.hard(), terms.limit().nanos()));
      var window = new LiveWindow(budget, row, store);
      opening.complete(window);
      return window;
    } catch (RuntimeException e) {
      current.remove(key, opening);
      opening.completeExceptionally(e);
      throw e;
    }
  }

  private void giveBackEnded(LiveWindow window) {
    // What is left in a window that is over is of no use to anybody, but `held` tells the truth.
    var left = window.retire();
    if (left > 0) {
      store.giveBack(window.id(), left);
    }
  }

  private static LiveWindow join(CompletableFuture<LiveWindow> opening) {
    try {
      return opening.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  WindowKey key(LiveWindow window) {
    var budget = window.budget();
    return new WindowKey(
        budget.name(), window.subject(), budget.terms().period().wireName(), window.startsAt());
  }

  /// Hands out what is leased beyond a second of spending, and forgets windows that are over.
  void surplus(ObjLongConsumer<LiveWindow> giveBack) {
    var now = clock.millis();
    current.forEach((key, opening) -> {
      if (opening.isDone() && !opening.isCompletedExceptionally()) {
        var window = opening.join();
        giveBack.accept(window, now < window.endsAt() ? window.surplus() : window.retire());
        if (now >= window.endsAt()) {
          current.remove(key, opening);
        }
      }
    });
  }

  /// Forgets all windows, and hands out what is leased in them. Calls that still hold something
  /// there settle as ever.
  void retire(ObjLongConsumer<LiveWindow> giveBack) {
    current.forEach((key, opening) -> {
      if (current.remove(key, opening) && !opening.isCompletedExceptionally()) {
        var window = join(opening);
        giveBack.accept(window, window.retire());
      }
    });
  }

  void refresh() {
    current.values().stream()
        .filter(opening -> opening.isDone() && !opening.isCompletedExceptionally())
        .forEach(opening -> opening.join().refresh());
  }
}
