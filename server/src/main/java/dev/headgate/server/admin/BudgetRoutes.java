package dev.headgate.server.admin;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.server.http.HttpCall;
import dev.headgate.server.http.Json;
import dev.headgate.server.http.Permission;
import dev.headgate.server.http.Routes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `/admin/budgets` and `/admin/ledger`.
public final class BudgetRoutes {
  /// Most rows of one usage report.
  public static final int MAX_ROWS = 20_000;

  private static final String JSON = "application/json";

  private final Books books;

  private BudgetRoutes(Books books) {
    this.books = books;
  }

  public static void addTo(Routes routes, Books books) {
    var budgets = new BudgetRoutes(books);
    routes
        .add("GET", "/admin/budgets", Permission.ADMIN, budgets::list)
        .add("POST", "/admin/budgets/thaw", Permission.ADMIN, budgets::thaw)
        .add("POST", "/admin/ledger/reconcile", Permission.ADMIN, budgets::reconcile);
  }

  private void list(HttpCall call) {
    call.answer(200, JSON, BudgetJson.budgets(books));
  }

  private void thaw(HttpCall call) {
    var body = Json.readObject(call.jsonBody(), in -> Json.readMap(in, "body"));
    if (!(body.get("key") instanceof String key)) {
      throw CallFailed.invalid(
          "key", "\"key\" is missing: name the key to accept calls from again");
    }
    call.answer(200, JSON, BudgetJson.thawed(key, books.thaw(key)));
  }

  private void reconcile(HttpCall call) {
    var body = Json.readObject(call.jsonBody(), in -> Json.readMap(in, "body"));
    var release = Boolean.TRUE.equals(body.get("release"));
    call.answer(200, JSON, BudgetJson.differences(books.reconcile(rows(body), release)));
  }

  /// The rows of a report under `usage`.
  public static List<UsageRow> rows(Map<String, Object> body) {
    if (!(body.get("usage") instanceof List<?> list) || list.isEmpty()) {
      throw CallFailed.invalid(
          "usage", "\"usage\" is missing: a list of rows with " + UsageRow.COLUMNS);
    }
    if (list.size() > MAX_ROWS) {
      throw CallFailed.invalid(
          "usage", "%d rows are more than 20,000; send one month at a time".formatted(list.size()));
    }
    var rows = new ArrayList<UsageRow>();
    for (var item : list) {
      var where = "row " + (rows.size() + 1);
      if (!(item instanceof Map<?, ?> map)) {
        throw CallFailed.invalid("usage", where + " of the usage is no object");
      }
      var row = new LinkedHashMap<String, Object>();
      map.forEach((name, value) -> row.put(String.valueOf(name), String.valueOf(value)));
      rows.add(UsageRow.of(row, where));
    }
    return rows;
  }
}
