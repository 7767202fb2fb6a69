package dev.headgate.server.boot;

import dev.headgate.providers.catalog.BundledCatalog;
import dev.headgate.runtime.budgets.BudgetMetrics;
import dev.headgate.runtime.budgets.LeasedBudgetLedger;
import dev.headgate.runtime.flags.Flags;
import dev.headgate.runtime.reviews.Reviews;
import dev.headgate.server.admin.Books;
import dev.headgate.server.admin.FlagDesk;
import dev.headgate.server.admin.KeyDesk;
import dev.headgate.server.admin.ReviewDesk;
import dev.headgate.server.config.Settings;
import dev.headgate.store.budgets.BudgetStore;
import dev.headgate.store.budgets.Reconciliation;
import dev.headgate.store.reviews.ReviewStore;
import dev.headgate.store.traces.TraceLog;
import dev.headgate.store.traces.TracesConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// A data directory without a house in it, for a look at what was kept while the declarations have
/// mistakes. Nobody is answered or told of anything, and nothing is deleted for its age or changed
/// by what could not be read. Owns the directory until it is closed.
public final class Records implements Desks, AutoCloseable {
  // Nothing is too old, and nothing too much.
  private static final TracesConfig ALL_TRACES =
      new TracesConfig(
          true, Duration.ofDays(365_000), Long.MAX_VALUE, 64L << 20, Duration.ofMillis(250), false);

  private final Parts parts;
  private final TraceLog traces;
  private final Books books;
  private final KeyDesk keys;
  private final FlagDesk flags;
  private final ReviewDesk reviews;

  private Records(Parts parts, Settings settings, Path data, InstantSource clock) {
    this.parts = parts;
    var stores = Stores.open(parts, data, clock);
    var core = stores.core();
    var ids = stores.ids();
    traces = stores.traces(ALL_TRACES);
    // Limits stay as they were declared last.
    var ledger =
        parts.keep(
            new LeasedBudgetLedger(
                new BudgetStore(core, ids, clock), List.of(), ids, clock, BudgetMetrics.NONE),
            LeasedBudgetLedger::close);
    books = new Books(ledger, new Reconciliation(core, ids), new BundledCatalog());
    keys = new KeyDesk(stores.apiKeys(ids), () -> settings, clock);
    flags = new FlagDesk(new Flags(core, settings::flags, clock));
    var stored =
        new ReviewStore(
            core, stores.keys(), () -> settings.reviews().bounds(), clock, stores.random());
    reviews = new ReviewDesk(Reviews.untold(stored, settings::reviews, ids));
  }

  /// @param settings as far as they can be read
  /// @param data where everything that was written lies
  public static Records open(Settings settings, Path data, InstantSource clock) {
    var parts = new Parts();
    try {
      return new Records(parts, settings, data, clock);
    } catch (RuntimeException e) {
      parts.closeAfter(e);
      throw e;
    }
  }

  @Override
  public TraceLog traces() {
    return traces;
  }

  @Override
  public Books books() {
    return books;
  }

  @Override
  public KeyDesk keyDesk() {
    return keys;
  }

  @Override
  public FlagDesk flagDesk() {
    return flags;
  }

  @Override
  public ReviewDesk reviewDesk() {
    return reviews;
  }

  @Override
  public void close() {
    parts.close();
  }
}
