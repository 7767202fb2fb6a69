package dev.headgate.store.budgets;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.ids.IdSource;
import dev.headgate.store.database.Session;
import java.sql.SQLException;
import java.util.HashSet;

/// Settles what a process that was killed had held. What it may have spent counts as spent.
final class Recovery {
  private static final LedgerLine.Payer NOBODY = new LedgerLine.Payer("", "", "", "");
  private static final LedgerLine.Used NOTHING = new LedgerLine.Used("", "", Usage.NONE);

  private Recovery() {}

  private record Held(LedgerLine line, String window) {}

  private record Lease(String window, long amount) {}

  static boolean isNeeded(Session session) throws SQLException {
    return session.find("SELECT 1 FROM budget_hold LIMIT 1", _ -> 1).isPresent()
        || session.find("SELECT 1 FROM budget_window WHERE held > 0 LIMIT 1", _ -> 1).isPresent();
  }

  static int run(Session session, IdSource ids, long now) throws SQLException {
    return settleHolds(session) + settleLeases(session, ids, now);
  }

  private static int settleHolds(Session session) throws SQLException {
    var holds =
        session.query(
            "SELECT id, window_id, at, amount, caller, project, feature, trace, provider, model"
                + " FROM budget_hold ORDER BY id, window_id",
            row ->
                new Held(
                    new LedgerLine(
                        row.getString(1),
                        row.getLong(3),
                        new LedgerLine.Payer(
                            row.getString(5), row.getString(6), row.getString(7), row.getString(8)),
                        new LedgerLine.Used(row.getString(9), row.getString(10), Usage.NONE),
                        row.getLong(4),
                        true),
                    row.getString(2)));
    var lines = new HashSet<String>();
    for (var hold : holds) {
      LedgerRows.insert(session, "call", "", hold.line());
      lines.add(hold.line().id());
      if (!hold.window().isEmpty()) {
        LedgerRows.enter(session, hold.window(), hold.line().id(), hold.line().amount());
        spend(session, hold.window(), hold.line().amount());
      }
    }
    session.update("DELETE FROM budget_hold");
    return lines.size();
  }

  private static int settleLeases(Session session, IdSource ids, long now) throws SQLException {
    var leases =
        session.query(
            "SELECT id, held FROM budget_window WHERE held > 0 ORDER BY id",
            row -> new Lease(row.getString(1), row.getLong(2)));
    for (var lease : leases) {
      var line = new LedgerLine(ids.next("ll"), now, NOBODY, NOTHING, lease.amount(), true);
      LedgerRows.insert(session, "lease", lease.window(), line);
      LedgerRows.enter(session, lease.window(), line.id(), lease.amount());
      spend(session, lease.window(), lease.amount());
    }
    return leases.size();
  }

  // A budget that was not hard when the call began had leased nothing for it.
  private static void spend(Session session, String window, long amount) throws SQLException {
    var held =
        session
            .find("SELECT held FROM budget_window WHERE id = ?", row -> row.getLong(1), window)
            .orElse(0L);
    var fromHeld = Math.min(held, amount);
    LedgerRows.spend(session, window, fromHeld, amount - fromHeld);
  }
}
