package dev.headgate.store.traces;

import dev.headgate.store.database.Database;
import dev.headgate.store.database.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tables of trace.db. Thread-safe.
final class TraceIndex {
  /// A row and where its record lies.
  record Entry(int segment, long position, int bytes, TraceRow row) {}

  /// How far a segment is indexed, and when its latest call began.
  record Progress(int segment, long indexedTo, long lastAtMillis) {}

  private static final String COLUMNS =
      "SELECT location, bytes, id, started_at, duration_micros, caller, operation, feature, release,"
          + " status, tier, provider, request_model, response_model, input_tokens, output_tokens"
          + " FROM trace ";

  // The most selective filter drives the index, the others are checked on the way.
  private static final String REST =
      " AND started_at >= ? AND (started_at, location) < (?, ?) AND (? = '' OR caller = ?)"
          + " AND (? = '' OR status = ?) AND (? = '' OR request_model = ? OR response_model = ?)"
          + " ORDER BY started_at DESC, location DESC LIMIT ?";

  private static final int ROWS_PER_DELETION = 2_000;

  private final Database traces;

  TraceIndex(Database traces) {
    this.traces = traces;
  }

  /// Commits rows, of which some may be there already, and progress.
  void add(List<Entry> entries, List<Progress> progress) {
    traces.write(session -> {
      for (var entry : entries) {
        insert(session, entry);
      }
      for (var step : progress) {
        session.update(
            "INSERT INTO trace_segment (number, indexed_to, last_at) VALUES (?, ?, ?)"
                + " ON CONFLICT (number) DO UPDATE SET indexed_to = max(indexed_to, excluded.indexed_to),"
                + " last_at = max(last_at, excluded.last_at)",
            step.segment(),
            step.indexedTo(),
            step.lastAtMillis());
      }
      return entries.size();
    });
  }

  Map<Integer, Progress> progress() {
    var result = new HashMap<Integer, Progress>();
    traces
        .read(session ->
            session.query(
                "SELECT number, indexed_to, last_at FROM trace_segment",
                row -> new Progress(row.getInt(1), row.getLong(2), row.getLong(3))))
        .forEach(step -> result.put(step.segment(), step));
    return result;
  }

  Optional<Entry> find(String id) {
    return traces.read(session -> session.find(COLUMNS + "WHERE id = ?", TraceIndex::entry, id));
  }

  /// Rows newest first, before the call `before` where it names one.
  List<TraceRow> list(TraceFilter filter, int limit, String before) {
    return traces.read(session -> {
      var end =
          before.isEmpty()
              ? Optional.<Entry>empty()
              : session.find(COLUMNS + "WHERE id = ?", TraceIndex::entry, before);
      var endAt = end.map(entry -> entry.row().startedAtMillis()).orElse(Long.MAX_VALUE);
      var endLocation =
          end.map(entry -> location(entry.segment(), entry.position())).orElse(Long.MAX_VALUE);
      Object[] rest = {
        filter.sinceMillis(),
        endAt,
        endLocation,
        filter.caller(),
        filter.caller(),
        filter.status(),
        filter.status(),
        filter.model(),
        filter.model(),
        filter.model(),
        limit
      };
      return query(session, filter, rest);
    });
  }

  /// Deletes the rows of a segment piece by piece, so that the writer serves others in between.
  void delete(int segment) {
    var from = location(segment, 0);
    var to = location(segment + 1, 0);
    int deleted;
    do {
      deleted =
          traces.write(session ->
              session.update(
                  "DELETE FROM trace WHERE location IN (SELECT location FROM trace"
                      + " WHERE location >= ? AND location < ? LIMIT ?)",
                  from,
                  to,
                  ROWS_PER_DELETION));
    } while (deleted == ROWS_PER_DELETION);
    traces.write(session -> session.update("DELETE FROM trace_segment WHERE number = ?", segment));
  }

  private static List<TraceRow> query(Session session, TraceFilter filter, Object[] rest)
      throws SQLException {
    if (!filter.feature().isEmpty()) {
      return session.query(
          COLUMNS + "WHERE feature = ? AND feature <> ''" + REST,
          TraceIndex::row,
          with(filter.feature(), rest));
    }
    if (!filter.caller().isEmpty()) {
      return session.query(
          COLUMNS + "WHERE caller = ?" + REST, TraceIndex::row, with(filter.caller(), rest));
    }
    if (!filter.status().isEmpty() && !filter.status().equals("ok")) {
      return session.query(
          COLUMNS + "WHERE status = ? AND status <> 'ok'" + REST,
          TraceIndex::row,
          with(filter.status(), rest));
    }
    return session.query(COLUMNS + "WHERE ?" + REST, TraceIndex::row, with(1, rest));
  }

  private static Object[] with(Object first, Object[] rest) {
    var all = new Object[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  private static void insert(Session session, Entry entry) throws SQLException {
    var row = entry.row();
    var origin = row.origin();
    var outcome = row.outcome();
    session.update(
        "INSERT INTO trace (location, bytes, id, started_at, duration_micros, caller, operation,"
            + " feature, release, status, tier, provider, request_model, response_model,"
            + " input_tokens, output_tokens)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        location(entry.segment(), entry.position()),
        entry.bytes(),
        row.id(),
        row.startedAtMillis(),
        row.durationMicros(),
        origin.caller(),
        origin.operation(),
        origin.feature(),
        origin.release(),
        outcome.status(),
        outcome.tier(),
        outcome.provider(),
        outcome.requestModel(),
        outcome.responseModel(),
        outcome.tokens().storedInput(),
        outcome.tokens().storedOutput());
  }

  private static Entry entry(ResultSet columns) throws SQLException {
    var location = columns.getLong(1);
    return new Entry(
        (int) (location >>> 32), location & 0xFFFF_FFFFL, columns.getInt(2), row(columns));
  }

  private static TraceRow row(ResultSet columns) throws SQLException {
    return new TraceRow(
        columns.getString(3),
        columns.getLong(4),
        columns.getLong(5),
        new TraceOrigin(
            columns.getString(6),
            "",
            columns.getString(7),
            columns.getString(8),
            columns.getString(9)),
        new TraceOutcome(
            columns.getString(10),
            columns.getString(11),
            columns.getString(12),
            columns.getString(13),
            columns.getString(14),
            TraceTokens.stored(columns.getLong(15), columns.getLong(16))));
  }

  private static long location(int segment, long position) {
    return ((long) segment << 32) | position;
  }
}
