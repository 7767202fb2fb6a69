package dev.headgate.server.admin;

import dev.headgate.server.http.HttpCall;
import dev.headgate.server.http.Permission;
import dev.headgate.server.http.Routes;

/// `/admin/flags`.
public final class FlagRoutes {
  private final FlagDesk desk;

  private FlagRoutes(FlagDesk desk) {
    this.desk = desk;
  }

  public static void addTo(Routes routes, FlagDesk desk) {
    var flags = new FlagRoutes(desk);
    routes
        .add("GET", "/admin/flags", Permission.ADMIN, flags::list)
        .add("POST", "/admin/flags/{name}", Permission.ADMIN, flags::set);
  }

  private void list(HttpCall call) {
    call.answerJson(desk.list());
  }

  private void set(HttpCall call) {
    call.answerJson(desk.set(call.parameter("name"), call.jsonBody()));
  }
}
