package dev.headgate.store.budgets;

import dev.headgate.store.database.Session;
import java.sql.SQLException;

/// Rows of the ledger.
final class LedgerRows {
  private LedgerRows() {}

  /// Inserts a line; false if it is there already.
  static boolean insert(Session session, String kind, String source, LedgerLine line)
      throws SQLException {
    var payer = line.payer();
    var used = line.used();
    var input = used.usage().input();
    var output = used.usage().output();
    return session.update(
            "INSERT INTO ledger_line (id, at, kind, source, caller, project, feature, trace,"
                + " provider, model, amount, estimated, input_tokens, cache_read_tokens,"
                + " cache_write_tokens, audio_input_tokens, output_tokens, reasoning_tokens,"
                + " audio_output_tokens, searches)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (id) DO NOTHING",
            line.id(),
            line.atMillis(),
            kind,
            source,
            payer.caller(),
            payer.project(),
            payer.feature(),
            payer.trace(),
            used.provider(),
            used.model(),
            line.amount(),
            line.estimated() ? 1 : 0,
            input.fresh(),
            input.cacheRead() + input.cacheReadAudio(),
            input.cacheWrite() + input.cacheWriteLong(),
            input.audio(),
            output.text(),
            output.reasoning(),
            output.audio(),
            used.usage().searches())
        > 0;
  }

  static void enter(Session session, String window, String line, long amount) throws SQLException {
    session.update(
        "INSERT INTO budget_entry (window_id, line_id, amount) VALUES (?, ?, ?)",
        window,
        line,
        amount);
  }

  /// Counts money as spent: what was leased, and on top what was not. That is taken from what is
  /// left; what is left no more is an overrun. A budget that is not hard has no limit to overrun.
  static void spend(Session session, String window, long fromHeld, long beyond)
      throws SQLException {
    session.update(
        "UPDATE budget_window SET held = held - ?,"
            + " spent = spent + ? + CASE WHEN hard = 0 OR lim - spent - held >= ? THEN ?"
            + " ELSE lim - spent - held END,"
            + " overrun = overrun + CASE WHEN hard = 0 OR lim - spent - held >= ? THEN 0"
            + " ELSE ? - (lim - spent - held) END"
            + " WHERE id = ?",
        fromHeld,
        fromHeld,
        beyond,
        beyond,
        beyond,
        beyond,
        window);
  }
}
