package dev.headgate.store.budgets;

import dev.headgate.kernel.ids.IdSource;
import dev.headgate.store.database.Database;
import dev.headgate.store.database.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Budgets in core.db. Thread-safe; every method that changes something returns when it is durable.
public final class BudgetStore {
  private static final int MAX_LISTED = 10_000;

  // A lease never takes more than this part of what is left.
  private static final int LEASES_IN_WHAT_IS_LEFT = 50;

  // A hard limit that is below what is spent and held lets nothing more be spent.
  private static final String TERMS =
      "UPDATE budget_window SET hard = ?, declared = ?,"
          + " lim = CASE WHEN ? < spent + held THEN spent + held ELSE ? END";

  private final Database core;
  private final IdSource ids;
  private final InstantSource clock;

  public BudgetStore(Database core, IdSource ids, InstantSource clock) {
    this.core = core;
    this.ids = ids;
    this.clock = clock;
  }

  /// Settles what a process that was killed had left: journaled holds at their amount, the rest of
  /// each lease as one estimated line. Called once, before the first call.
  ///
  /// @return how many lines that took
  public int recover() {
    var now = clock.millis();
    return core.read(Recovery::isNeeded)
        ? core.write(session -> Recovery.run(session, ids, now))
        : 0;
  }

  /// The row of a window with the terms as they are declared now. If a later period of the same
  /// budget was begun already, its row is returned: the clock has gone backwards.
  public WindowRow open(WindowKey key, WindowTerms terms) {
    var id = ids.next("bw");
    return core.write(session -> {
      var latest = latest(session, key);
      if (!latest.isEmpty() && latest.getFirst().key().startsAtMillis() > key.startsAtMillis()) {
        return latest.getFirst();
      }
      if (latest.isEmpty() || !latest.getFirst().key().equals(key)) {
        insert(session, id, key, terms);
      }
      session.update(
          TERMS + " WHERE budget = ? AND subject = ? AND period = ? AND starts_at = ?",
          terms.hard() ? 1 : 0,
          terms.limit(),
          terms.limit(),
          terms.limit(),
          key.budget(),
          key.subject(),
          key.period(),
          key.startsAtMillis());
      return latest(session, key).getFirst();
    });
  }

  /// Gives the windows of the present that a budget has the terms that are declared of it now.
  public void declare(String budget, String period, boolean hard, long limit) {
    core.write(session ->
        session.update(
            TERMS
                + " WHERE budget = ? AND period = ? AND ends_at > ?"
                + " AND (hard <> ? OR declared <> ?)",
            hard ? 1 : 0,
            limit,
            limit,
            limit,
            budget,
            period,
            clock.millis(),
            hard ? 1 : 0,
            limit));
  }

  private static void insert(Session session, String id, WindowKey key, WindowTerms terms)
      throws SQLException {
    session.update(
        "INSERT INTO budget_window (id, budget, subject, period, starts_at, ends_at, hard, lim,"
            + " declared) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (budget, subject, period, starts_at) DO NOTHING",
        id,
        key.budget(),
        key.subject(),
        key.period(),
        key.startsAtMillis(),
        terms.endsAtMillis(),
        terms.hard() ? 1 : 0,
        terms.limit(),
        terms.limit());
  }

  private static List<WindowRow> latest(Session session, WindowKey key) throws SQLException {
    return session.query(
        "SELECT id, budget, subject, period, starts_at, ends_at, hard, declared, spent, held, overrun"
            + " FROM budget_window WHERE budget = ? AND subject = ? AND period = ?"
            + " ORDER BY starts_at DESC LIMIT 1",
        BudgetStore::window,
        key.budget(),
        key.subject(),
        key.period());
  }

  /// Takes money out of a window, so that calls can hold it in memory.
  ///
  /// @param limit as it is declared now; the row's may be higher
  /// @param need the least that is of use
  /// @param wish what is spent in about a second
  /// @return what was taken: from `need` up, or, if less is left, all that is left
  public long lease(String window, long limit, long need, long wish) {
    return core.write(session -> {
      var left =
          session
              .find(
                  "SELECT lim, spent + held FROM budget_window WHERE id = ?",
                  row -> Math.max(0, Math.min(limit, row.getLong(1)) - row.getLong(2)),
                  window)
              .orElse(0L);
      var wanted = Math.max(need, Math.min(wish, left / LEASES_IN_WHAT_IS_LEFT));
      var taken = Math.min(left, wanted);
      return taken > 0
              && session.update(
                      "UPDATE budget_window SET held = held + ?"
                          + " WHERE id = ? AND spent + held + ? <= lim",
                      taken,
                      window,
                      taken)
                  > 0
          ? taken
          : 0L;
    });
  }

  /// Puts leased money back into a window.
  public void giveBack(String window, long amount) {
    apply(List.of(new JournalEntry.Returned(window, amount)));
  }

  /// Makes changes durable, in their order, all or none.
  public void apply(List<JournalEntry> entries) {
    var now = clock.millis();
    core.write(session -> {
      new Journal(session, ids, now).write(entries);
      return entries.size();
    });
  }

  /// Windows whose period has not ended, by budget and subject; 10,000 at most.
  public List<WindowRow> windows(long atMillis) {
    return core.read(session ->
        session.query(
            "SELECT id, budget, subject, period, starts_at, ends_at, hard, declared, spent, held, overrun"
                + " FROM budget_window WHERE ends_at > ? ORDER BY budget, subject, starts_at"
                + " LIMIT ?",
            BudgetStore::window,
            atMillis,
            MAX_LISTED));
  }

  /// Every window there is, for checks of the sums.
  public List<WindowRow> allWindows() {
    return windows(Long.MIN_VALUE);
  }

  /// The sum of a window's ledger entries, in nano-dollars.
  public long entries(String window) {
    return core.read(session ->
        session
            .find(
                "SELECT COALESCE(SUM(amount), 0) FROM budget_entry WHERE window_id = ?",
                row -> row.getLong(1),
                window)
            .orElse(0L));
  }

  /// Keys that no call is accepted from.
  public Set<String> frozen() {
    return new HashSet<>(
        core.read(session ->
            session.query(
                "SELECT caller FROM budget_frozen ORDER BY at LIMIT ?",
                row -> row.getString(1),
                MAX_LISTED)));
  }

  /// Accepts calls from a key again.
  ///
  /// @return whether it was frozen
  public boolean thaw(String caller) {
    return core.write(
            session -> session.update("DELETE FROM budget_frozen WHERE caller = ?", caller))
        > 0;
  }

  static WindowRow window(ResultSet row) throws SQLException {
    return new WindowRow(
        row.getString(1),
        new WindowKey(row.getString(2), row.getString(3), row.getString(4), row.getLong(5)),
        new WindowTerms(row.getLong(6), row.getInt(7) != 0, row.getLong(8)),
        new WindowRow.Amounts(row.getLong(9), row.getLong(10), row.getLong(11)));
  }
}
