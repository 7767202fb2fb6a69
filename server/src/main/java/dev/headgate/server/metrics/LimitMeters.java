package dev.headgate.server.metrics;

import dev.headgate.runtime.access.Priority;
import dev.headgate.runtime.limits.LimitCounts;
import dev.headgate.runtime.limits.Limits;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;

/// Shows what the limits count. Read when somebody looks, so that calls pay nothing for it.
final class LimitMeters {
  private LimitMeters() {}

  static void bind(MeterRegistry registry, Limits limits) {
    var admission = limits.admission();
    gauge(registry, "in.flight", "Calls that run now", () -> admission.inFlight());
    gauge(registry, "waiting", "Calls that wait to be let in", () -> admission.waiting());
    gauge(registry, "places", "Calls that may run at the same time now", () -> admission.limit());
    gauge(
        registry,
        "tracked",
        "Keys, users, teams, projects and models that are counted",
        () -> limits.tracked());
    for (var priority : Priority.values()) {
      FunctionCounter.builder(
              "headgate.limits.shed", limits.counts(), counts -> counts.shedOf(priority))
          .description("Calls that were not let in because the machine had too much to do")
          .tag("priority", LimitCounts.label(priority))
          .register(registry);
    }
    for (var name : limits.counts().refused().keySet()) {
      var dot = name.indexOf('.');
      FunctionCounter.builder(
              "headgate.limits.refused",
              limits.counts(),
              counts -> counts.refused().getOrDefault(name, 0L))
          .description("Calls that were refused because somebody was at its limit")
          .tag("subject", name.substring(0, dot))
          .tag("limit", name.substring(dot + 1))
          .register(registry);
    }
  }

  private static void gauge(
      MeterRegistry registry, String name, String description, IntSupplier value) {
    Gauge.builder("headgate.limits." + name, value::getAsInt)
        .description(description)
        .strongReference(true)
        .register(registry);
  }
}
