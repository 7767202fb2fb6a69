package dev.headgate.server.cli;

import dev.headgate.server.admin.AdminJson;
import dev.headgate.server.admin.BudgetJson;
import dev.headgate.server.admin.BudgetRoutes;
import dev.headgate.server.admin.TracePage;
import dev.headgate.server.boot.Desks;
import dev.headgate.store.traces.TraceFilter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// What was kept, opened in this process for one command.
sealed class LocalRecords implements RecordSession permits LocalSession {
  private final Desks desks;
  private final Runnable end;

  /// @param end gives the data directory free
  LocalRecords(Desks desks, Runnable end) {
    this.desks = desks;
    this.end = end;
  }

  @Override
  public JsonObject traces(TraceFilter filter, int limit, String before) {
    var page = TracePage.of(desks.traces(), filter, limit, before);
    return object(out -> AdminJson.traces(out, page.rows(), page.next()));
  }

  @Override
  public JsonObject trace(String id) {
    var stored = TracePage.require(desks.traces(), id);
    return object(out -> AdminJson.trace(out, stored));
  }

  @Override
  public JsonObject budgets() {
    return parse(BudgetJson.budgets(desks.books()));
  }

  @Override
  public JsonObject thaw(String key) {
    return parse(BudgetJson.thawed(key, desks.books().thaw(key)));
  }

  @Override
  public JsonObject reconcile(JsonObject report) {
    var rows = BudgetRoutes.rows(report.parts());
    return parse(BudgetJson.differences(desks.books().reconcile(rows, report.flag("release"))));
  }

  @Override
  public JsonObject keys(KeysRequest request) {
    return parse(request.answeredBy(desks.keyDesk()));
  }

  @Override
  public JsonObject desk(DeskRequest request) {
    return parse(request.local().apply(desks));
  }

  @Override
  public void close() {
    end.run();
  }

  static JsonObject parse(byte[] json) {
    return JsonObject.parse(new String(json, StandardCharsets.UTF_8));
  }

  static JsonObject object(Consumer<JsonGenerator> writer) {
    return JsonObject.parse(JsonObject.write(writer));
  }
}
