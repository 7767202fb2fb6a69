package dev.headgate.server.metrics;

import dev.headgate.runtime.budgets.BudgetMetrics;
import dev.headgate.runtime.limits.Limits;
import dev.headgate.runtime.traces.CallObserver;
import dev.headgate.server.http.CallListener;
import dev.headgate.server.http.HttpCall;
import dev.headgate.server.http.Permission;
import dev.headgate.server.http.Routes;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/// All numbers of the house, and the page that shows them.
public final class HouseMetrics implements AutoCloseable {
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final CallMeters calls;
  private final DoorMeters doors = new DoorMeters(registry);
  private final BudgetMeters budgets = new BudgetMeters(registry);

  /// @param isDeclared whether a model is named in the declarations; all others are counted
  ///   together
  public HouseMetrics(Predicate<String> isDeclared) {
    calls = new CallMeters(registry, isDeclared);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /// Hears of every call of the pipeline.
  public CallObserver calls() {
    return calls;
  }

  /// Hears of every hold and every line of the ledger.
  public BudgetMetrics budgets() {
    return budgets;
  }

  /// Hears of every HTTP answer.
  public CallListener doors() {
    return doors;
  }

  /// Shows how many connections are open.
  public void watchConnections(IntSupplier connections) {
    Gauge.builder("headgate.http.connections", connections, IntSupplier::getAsInt)
        .description("Open connections from clients")
        .strongReference(true)
        .register(registry);
  }

  /// Shows how full the house is, and who was refused.
  public void watchLimits(Limits limits) {
    LimitMeters.bind(registry, limits);
  }

  public void addTo(Routes routes) {
    routes.add("GET", "/metrics", Permission.METRICS, this::show);
  }

  private void show(HttpCall call) {
    call.answer(200, CONTENT_TYPE, registry.scrape().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
