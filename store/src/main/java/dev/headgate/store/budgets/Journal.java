package dev.headgate.store.budgets;

import dev.headgate.kernel.ids.IdSource;
import dev.headgate.store.database.Session;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes changes of money in one transaction. Writing the same ones again changes nothing: a line
/// is inserted once, and its window moves with the line.
final class Journal {
  private final Session session;
  private final IdSource ids;
  private final long now;
  private final Set<String> neverHeld = new HashSet<>();
  private final Map<String, JournalEntry.Share> spent = new LinkedHashMap<>();

  Journal(Session session, IdSource ids, long now) {
    this.session = session;
    this.ids = ids;
    this.now = now;
  }

  void write(List<JournalEntry> entries) throws SQLException {
    // A call that has ended before its hold was written needs no row to be found after a crash.
    var ended = ended(entries);
    for (var entry : entries) {
      switch (entry) {
        case JournalEntry.Held(var line, _) when ended.contains(line.id()) ->
            neverHeld.add(line.id());
        case JournalEntry.Held(var line, var windows) -> hold(line, windows);
        case JournalEntry.Raised(var id, var amount) -> raise(id, amount);
        case JournalEntry.Settled(var line, var shares) -> settle(line, shares);
        case JournalEntry.Cancelled(var id) -> forget(id);
        case JournalEntry.Returned(var window, var amount) -> giveBack(window, amount);
        case JournalEntry.Frozen frozen -> freeze(frozen);
        case JournalEntry.Told(var alert) -> AlertOutbox.insert(session, alert);
      }
    }
    // Once for each window, however many calls counted in it.
    for (var sum : spent.entrySet()) {
      LedgerRows.spend(session, sum.getKey(), sum.getValue().fromHeld(), sum.getValue().beyond());
      alert(sum.getValue());
    }
  }

  private static Set<String> ended(List<JournalEntry> entries) {
    var ended = new HashSet<String>();
    for (var entry : entries) {
      if (entry instanceof JournalEntry.Settled settled) {
        ended.add(settled.line().id());
      } else if (entry instanceof JournalEntry.Cancelled cancelled) {
        ended.add(cancelled.id());
      }
    }
    return ended;
  }

  private void hold(LedgerLine line, List<String> windows) throws SQLException {
    for (var window : windows.isEmpty() ? List.of("") : windows) {
      session.update(
          "INSERT INTO budget_hold (id, window_id, at, amount, caller, project, feature, trace,"
              + " provider, model) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
              + " ON CONFLICT (id, window_id) DO NOTHING",
          line.id(),
          window,
          line.atMillis(),
          line.amount(),
          line.payer().caller(),
          line.payer().project(),
          line.payer().feature(),
          line.payer().trace(),
          line.used().provider(),
          line.used().model());
    }
  }

  private void raise(String id, long amount) throws SQLException {
    session.update("UPDATE budget_hold SET amount = ? WHERE id = ?", amount, id);
  }

  private void forget(String id) throws SQLException {
    if (neverHeld.contains(id)) {
      return;
    }
    session.update("DELETE FROM budget_hold WHERE id = ?", id);
  }

  private void giveBack(String window, long amount) throws SQLException {
    session.update(
        "UPDATE budget_window SET held = held - ? WHERE id = ? AND held >= ?",
        amount,
        window,
        amount);
  }

  private void settle(LedgerLine line, List<JournalEntry.Share> shares) throws SQLException {
    if (!LedgerRows.insert(session, "call", "", line)) {
      return;
    }
    forget(line.id());
    for (var share : shares) {
      LedgerRows.enter(session, share.window(), line.id(), share.fromHeld() + share.beyond());
      spent.merge(share.window(), share, Journal::sum);
    }
  }

  private static JournalEntry.Share sum(JournalEntry.Share a, JournalEntry.Share b) {
    return new JournalEntry.Share(
        a.window(),
        Math.addExact(a.fromHeld(), b.fromHeld()),
        Math.addExact(a.beyond(), b.beyond()),
        b.thresholds());
  }

  private void alert(JournalEntry.Share share) throws SQLException {
    if (share.thresholds().isEmpty()) {
      return;
    }
    var standing =
        session
            .find(
                "SELECT budget, subject, period, starts_at, ends_at, spent + overrun, declared,"
                    + " alerted FROM budget_window WHERE id = ? AND declared > 0",
                row ->
                    new AlertRow.Standing(
                        new WindowKey(
                            row.getString(1), row.getString(2), row.getString(3), row.getLong(4)),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getInt(8)),
                share.window())
            .orElse(null);
    if (standing == null) {
      return;
    }
    var reached = 0;
    for (int threshold : share.thresholds()) {
      // Divided, not multiplied: a limit is large enough to overflow.
      if (standing.spent() >= standing.limit() / 1_000.0 * threshold) {
        reached = Math.max(reached, threshold);
      }
    }
    if (reached > standing.perMille()) {
      session.update("UPDATE budget_window SET alerted = ? WHERE id = ?", reached, share.window());
      var now =
          new AlertRow.Standing(
              standing.window(),
              standing.endsAtMillis(),
              standing.spent(),
              standing.limit(),
              reached);
      AlertOutbox.insert(
          session, new AlertRow(ids.next("ev"), this.now, AlertRow.THRESHOLD, now, "", 0));
    }
  }

  private void freeze(JournalEntry.Frozen frozen) throws SQLException {
    session.update(
        "INSERT INTO budget_frozen (caller, at, reason) VALUES (?, ?, ?)"
            + " ON CONFLICT (caller) DO NOTHING",
        frozen.caller(),
        now,
        frozen.reason());
    AlertOutbox.insert(session, frozen.alert());
  }
}
