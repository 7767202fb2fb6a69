package dev.headgate.runtime.routing;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/// What is remembered of deployments from call to call; it outlives reloads. Thread-safe.
public final class Fleet {
  // Callers choose names as in provider/NAME: their number must not grow without bound.
  private static final int MAX_NAMES = 4_096;
  private static final double RETRY_SHARE = .2;
  private static final int RETRY_FLOOR = 10;

  private final ConcurrentHashMap<String, Health> health = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, ExtraAttempts> retries = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, ExtraAttempts> hedges = new ConcurrentHashMap<>();
  private final StickySessions sessions = new StickySessions();
  private final LongSupplier nanos;
  private final RandomGenerator random;
  private final ToDoubleFunction<Deployment.Remote> price;

  /// @param nanos a monotonic clock
  /// @param random for weights, draws and pauses; thread-safe
  /// @param price of a deployment, in any unit, for the strategy `cost`; infinite if unknown
  public Fleet(
      LongSupplier nanos, RandomGenerator random, ToDoubleFunction<Deployment.Remote> price) {
    this.nanos = nanos;
    this.random = random;
    this.price = price;
  }

  long now() {
    return nanos.getAsLong();
  }

  RandomGenerator random() {
    return random;
  }

  double price(Deployment.Remote deployment) {
    return price.applyAsDouble(deployment);
  }

  StickySessions sessions() {
    return sessions;
  }

  Health of(Deployment.Remote deployment) {
    var name = deployment.name();
    var known = health.get(name);
    if (known != null) {
      return known;
    }
    return health.size() < MAX_NAMES
        ? health.computeIfAbsent(name, _ -> new Health())
        : new Health();
  }

  /// Attempts beyond the first of each call to the model.
  ExtraAttempts retries(String model) {
    return budget(retries, model, RETRY_SHARE, RETRY_FLOOR);
  }

  /// Second attempts that run beside the first.
  ExtraAttempts hedges(String model, double share, int floor) {
    return budget(hedges, model + " " + share, share, floor);
  }

  private ExtraAttempts budget(
      ConcurrentHashMap<String, ExtraAttempts> budgets, String key, double share, int floor) {
    var known = budgets.get(key);
    if (known != null) {
      return known;
    }
    return budgets.size() < MAX_NAMES
        ? budgets.computeIfAbsent(key, _ -> new ExtraAttempts(share, floor, nanos))
        : new ExtraAttempts(share, floor, nanos);
  }
}
