package dev.headgate.server.http;

import java.util.Locale;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/// `/healthz`, `/readyz`, and the front page.
public final class HealthRoutes {
  private HealthRoutes() {}

  public static void addTo(Routes routes, Supplier<Readiness> readiness) {
    routes
        .add("GET", "/", Permission.PUBLIC, call -> frontPage(call, routes))
        .add("GET", "/healthz", Permission.PUBLIC, HealthRoutes::health)
        .add("GET", "/readyz", Permission.PUBLIC, call -> ready(call, readiness.get()));
  }

  private static void health(HttpCall call) {
    call.answerJson(
        Json.bytes(out -> {
          out.writeStartObject();
          out.writeStringProperty("status", "ok");
          out.writeEndObject();
        }));
  }

  private static void ready(HttpCall call, Readiness readiness) {
    var isFailed = readiness.condition() == Readiness.Condition.FAILED;
    call.answer(isFailed ? 503 : 200, HttpCall.JSON, Json.bytes(out -> write(out, readiness)));
  }

  private static void write(JsonGenerator out, Readiness readiness) {
    out.writeStartObject();
    out.writeStringProperty("status", written(readiness.condition()));
    out.writeArrayPropertyStart("parts");
    for (var part : readiness.parts()) {
      out.writeStartObject();
      out.writeStringProperty("name", part.name());
      out.writeStringProperty("status", written(part.condition()));
      out.writeArrayPropertyStart("messages");
      part.messages().forEach(out::writeString);
      out.writeEndArray();
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static String written(Readiness.Condition condition) {
    return condition.name().toLowerCase(Locale.ROOT);
  }

  private static void frontPage(HttpCall call, Routes routes) {
    call.answerJson(
        Json.bytes(out -> {
          out.writeStartObject();
          out.writeStringProperty("name", "Headgate");
          out.writeArrayPropertyStart("doors");
          for (var route : routes.all()) {
            out.writeString(route.method() + " " + route.path());
          }
          out.writeEndArray();
          out.writeStringProperty("docs", "docs/reference/http-api.md");
          out.writeEndObject();
        }));
  }
}
