package dev.headgate.server.metrics;

import dev.headgate.server.http.CallListener;
import dev.headgate.server.http.Routes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Counts and times HTTP answers by route and status.
final class DoorMeters implements CallListener {
  private static final String NO_ROUTE = "_none";
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(20),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10),
    Duration.ofMinutes(1)
  };

  private record Key(Routes.@Nullable Route route, int status) {}

  private final MeterRegistry registry;
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

  DoorMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void answered(Routes.@Nullable Route route, int status, long nanos) {
    timers.computeIfAbsent(new Key(route, status), this::timer).record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Key key) {
    var route = key.route;
    return Timer.builder("headgate.http.request.duration")
        .description("From the end of a request's headers to the end of its answer")
        .tag("method", route == null ? NO_ROUTE : route.method())
        .tag("route", route == null ? NO_ROUTE : route.path())
        .tag("status", Integer.toString(key.status))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
