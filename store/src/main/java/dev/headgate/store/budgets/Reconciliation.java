package dev.headgate.store.budgets;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.ids.IdSource;
import dev.headgate.store.database.Database;
import dev.headgate.store.database.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Compares the ledger with what providers report, and takes back what was estimated too high. Only
/// estimates are ever changed, only downwards, and only by lines that are added. Thread-safe.
public final class Reconciliation {
  private static final int MAX_LINES = 100_000;

  private final Database core;
  private final IdSource ids;

  public Reconciliation(Database core, IdSource ids) {
    this.core = core;
    this.ids = ids;
  }

  /// An estimated line with what was not released of it.
  private record Estimate(LedgerLine line, long left) {}

  /// Compares every model and day of the reports.
  ///
  /// @param release whether estimates that are too high are lowered
  public List<Difference> run(List<Reported> reports, boolean release) {
    return release
        ? core.write(session -> compare(session, reports, true))
        : core.read(session -> compare(session, reports, false));
  }

  private List<Difference> compare(Session session, List<Reported> reports, boolean release)
      throws SQLException {
    var differences = new ArrayList<Difference>();
    var days = new TreeSet<LocalDate>();
    for (var report : reports) {
      days.add(report.day());
      differences.add(calls(session, report, release));
    }
    for (var day : days) {
      var lease = leases(session, day, reports, release);
      if (lease.ledger() > 0 || lease.released() > 0) {
        differences.add(lease);
      }
    }
    return differences;
  }

  private Difference calls(Session session, Reported report, boolean release) throws SQLException {
    var ledger = sum(session, report);
    var estimates = estimates(session, report);
    var estimated = estimates.stream().mapToLong(Estimate::left).sum();
    var released = release ? lower(session, estimates, Math.max(0, ledger - report.nanos())) : 0;
    return new Difference(report, ledger - released, estimated - released, released, false);
  }

  // What calls cost that no line tells of is at most what providers report beyond all lines of the
  // day; a lease that may have paid for them is lowered to that.
  private Difference leases(Session session, LocalDate day, List<Reported> reports, boolean release)
      throws SQLException {
    var reported =
        reports.stream()
            .filter(report -> report.day().equals(day))
            .mapToLong(Reported::nanos)
            .sum();
    var unknown = Math.max(0, reported - sumOfCalls(session, day));
    var estimates = estimatesOfLeases(session, day);
    var ledger = estimates.stream().mapToLong(Estimate::left).sum();
    var released = 0L;
    if (release) {
      for (var estimate : estimates) {
        released += lower(session, List.of(estimate), Math.max(0, estimate.left() - unknown));
      }
    }
    return new Difference(
        new Reported(day, "", "", unknown), ledger - released, ledger - released, released, true);
  }

  private long lower(Session session, List<Estimate> estimates, long excess) throws SQLException {
    var released = 0L;
    for (var estimate : estimates) {
      var amount = Math.min(estimate.left(), excess - released);
      if (amount > 0) {
        release(session, estimate, amount);
        released += amount;
      }
    }
    return released;
  }

  private void release(Session session, Estimate estimate, long amount) throws SQLException {
    var of = estimate.line();
    var line = new LedgerLine(ids.next("ll"), of.atMillis(), of.payer(), of.used(), -amount, true);
    LedgerRows.insert(session, "release", of.id(), line);
    var windows =
        session.query(
            "SELECT window_id FROM budget_entry WHERE line_id = ? ORDER BY window_id",
            row -> row.getString(1),
            of.id());
    for (var window : windows) {
      LedgerRows.enter(session, window, line.id(), -amount);
      session.update(
          "UPDATE budget_window SET"
              + " spent = spent - CASE WHEN overrun >= ? THEN 0 ELSE ? - overrun END,"
              + " overrun = CASE WHEN overrun >= ? THEN overrun - ? ELSE 0 END WHERE id = ?",
          amount,
          amount,
          amount,
          amount,
          window);
    }
  }

  private static long sum(Session session, Reported report) throws SQLException {
    return session
        .find(
            "SELECT COALESCE(SUM(amount), 0) FROM ledger_line WHERE at >= ? AND at < ?"
                + " AND model = ? AND (? = '' OR provider = ?)",
            row -> row.getLong(1),
            start(report.day()),
            start(report.day().plusDays(1)),
            report.model(),
            report.provider(),
            report.provider())
        .orElse(0L);
  }

  private static long sumOfCalls(Session session, LocalDate day) throws SQLException {
    return session
        .find(
            "SELECT COALESCE(SUM(amount), 0) FROM ledger_line WHERE at >= ? AND at < ?"
                + " AND model <> ''",
            row -> row.getLong(1),
            start(day),
            start(day.plusDays(1)))
        .orElse(0L);
  }

  private static List<Estimate> estimates(Session session, Reported report) throws SQLException {
    return session.query(
        "SELECT id, at, caller, project, feature, trace, provider, model, amount"
            + " + (SELECT COALESCE(SUM(r.amount), 0) FROM ledger_line r WHERE r.source = l.id"
            + " AND r.source <> '') FROM ledger_line l"
            + " WHERE at >= ? AND at < ? AND kind = 'call' AND estimated = 1 AND model = ?"
            + " AND (? = '' OR provider = ?) ORDER BY at DESC, id DESC LIMIT ?",
        Reconciliation::estimate,
        start(report.day()),
        start(report.day().plusDays(1)),
        report.model(),
        report.provider(),
        report.provider(),
        MAX_LINES);
  }

  private static List<Estimate> estimatesOfLeases(Session session, LocalDate day)
      throws SQLException {
    return session.query(
        "SELECT id, at, caller, project, feature, trace, provider, model, amount"
            + " + (SELECT COALESCE(SUM(r.amount), 0) FROM ledger_line r WHERE r.source = l.id"
            + " AND r.source <> '') FROM ledger_line l"
            + " WHERE at >= ? AND at < ? AND kind = 'lease' ORDER BY at, id LIMIT ?",
        Reconciliation::estimate,
        start(day),
        start(day.plusDays(1)),
        MAX_LINES);
  }

  private static Estimate estimate(ResultSet row) throws SQLException {
    return new Estimate(
        new LedgerLine(
            row.getString(1),
            row.getLong(2),
            new LedgerLine.Payer(
                row.getString(3), row.getString(4), row.getString(5), row.getString(6)),
            new LedgerLine.Used(row.getString(7), row.getString(8), Usage.NONE),
            0,
            true),
        row.getLong(9));
  }

  private static long start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }
}
