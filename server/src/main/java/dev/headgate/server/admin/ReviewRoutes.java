package dev.headgate.server.admin;

import dev.headgate.server.http.HttpCall;
import dev.headgate.server.http.Permission;
import dev.headgate.server.http.Routes;

/// `/admin/reviews`.
public final class ReviewRoutes {
  private static final String ALL = "/admin/reviews";
  private static final String ONE = ALL + "/{id}";

  private final ReviewDesk desk;

  private ReviewRoutes(ReviewDesk desk) {
    this.desk = desk;
  }

  public static void addTo(Routes routes, ReviewDesk desk) {
    var reviews = new ReviewRoutes(desk);
    routes
        .add("GET", ALL, Permission.ADMIN, reviews::list)
        .add("GET", ONE, Permission.ADMIN, reviews::show)
        .add("POST", ONE + "/assign", Permission.ADMIN, reviews::assign)
        .add("POST", ONE + "/answer", Permission.ADMIN, reviews::answer);
  }

  private void list(HttpCall call) {
    call.answerJson(desk.list(call.query("project").orElse(""), call.query("state").orElse("")));
  }

  private void show(HttpCall call) {
    call.answerJson(desk.show(call.query("project").orElse(""), call.parameter("id")));
  }

  private void assign(HttpCall call) {
    call.answerJson(desk.assign(call.parameter("id"), call.jsonBody()));
  }

  private void answer(HttpCall call) {
    call.answerJson(desk.answer(call.parameter("id"), call.jsonBody()));
  }
}
