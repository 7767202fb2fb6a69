package dev.headgate.server.admin;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.store.traces.StoredTrace;
import dev.headgate.store.traces.TraceFilter;
import dev.headgate.store.traces.TraceLog;
import dev.headgate.store.traces.TraceRow;
import java.util.List;

/// Some traces, newest first.
///
/// @param next id of the last one if there may be more, else empty
public record TracePage(List<TraceRow> rows, String next) {
  public TracePage {
    rows = List.copyOf(rows);
  }

  /// @param before id of the last trace of the page before this one, empty for the first page
  public static TracePage of(TraceLog traces, TraceFilter filter, int limit, String before) {
    if (!before.isEmpty()) {
      var _ = require(traces, before);
    }
    var rows = traces.list(filter, limit, before);
    return new TracePage(rows, rows.size() < limit ? "" : rows.getLast().id());
  }

  public static StoredTrace require(TraceLog traces, String id) {
    return traces
        .find(id)
        .orElseThrow(() ->
            new CallFailed(
                ErrorCode.TRACE_NOT_FOUND,
                "there is no trace \"%s\"; it may have been deleted by traces.keep or traces.keep-size"
                    .formatted(id)));
  }
}
