package dev.headgate.server.cli;

import dev.headgate.store.traces.TraceFilter;
import java.io.IOException;

/// What was kept, in this process or in another. What it answers is what the routes of the server
/// answer, so a command shows the same either way.
sealed interface RecordSession extends AutoCloseable permits Session, LocalRecords {
  /// @param before id of the last trace of the page before, empty for the first page
  JsonObject traces(TraceFilter filter, int limit, String before)
      throws IOException, InterruptedException;

  JsonObject trace(String id) throws IOException, InterruptedException;

  /// How budgets stand.
  JsonObject budgets() throws IOException, InterruptedException;

  /// Accepts calls from a frozen key again.
  JsonObject thaw(String key) throws IOException, InterruptedException;

  /// Compares the ledger with a usage report.
  ///
  /// @param report as `/admin/ledger/reconcile` takes it
  JsonObject reconcile(JsonObject report) throws IOException, InterruptedException;

  JsonObject keys(KeysRequest request) throws IOException, InterruptedException;

  /// Asks a desk.
  JsonObject desk(DeskRequest request) throws IOException, InterruptedException;

  @Override
  void close();
}
