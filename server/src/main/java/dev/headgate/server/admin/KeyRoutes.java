package dev.headgate.server.admin;

import dev.headgate.server.http.HttpCall;
import dev.headgate.server.http.Permission;
import dev.headgate.server.http.Routes;
import java.util.function.BiFunction;

/// `/admin/keys`. A key's text is in the answer that made it and nowhere else.
public final class KeyRoutes {
  private final KeyDesk desk;

  private KeyRoutes(KeyDesk desk) {
    this.desk = desk;
  }

  public static void addTo(Routes routes, KeyDesk desk) {
    var keys = new KeyRoutes(desk);
    routes
        .add("GET", "/admin/keys", Permission.ADMIN, keys::list)
        .add("POST", "/admin/keys", Permission.ADMIN, keys::create)
        .add(
            "POST",
            "/admin/keys/{id}/rotate",
            Permission.ADMIN,
            call -> keys.change(call, desk::rotate))
        .add(
            "POST",
            "/admin/keys/{id}/expire",
            Permission.ADMIN,
            call -> keys.change(call, desk::expire))
        .add(
            "POST",
            "/admin/keys/{id}/revoke",
            Permission.ADMIN,
            call -> keys.change(call, desk::revoke));
  }

  private void list(HttpCall call) {
    call.answerJson(desk.list(call.query("project").orElse("")));
  }

  private void create(HttpCall call) {
    call.answerJson(desk.create(call.jsonBody()));
  }

  private void change(HttpCall call, BiFunction<String, byte[], byte[]> change) {
    call.answerJson(change.apply(call.parameter("id"), call.jsonBody()));
  }
}
