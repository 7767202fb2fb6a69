package dev.headgate.runtime.routing;

import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/// What is remembered of deployments from call to call; it outlives reloads. Thread-safe.
public final class Fleet {
  private static final double RETRY_SHARE = .2;
  private static final int RETRY_FLOOR = 10;

  private final Known<Health> health = new Known<>();
  private final Known<ExtraAttempts> retries = new Known<>();
  private final Known<ExtraAttempts> hedges = new Known<>();
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

  /// What is declared is never forgotten, however many names callers think of.
  ///
  /// @param deployments by [Deployment.Remote#name]
  /// @param models by the names of aliases
  void declare(Set<String> deployments, Set<String> models) {
    health.declare(deployments, Health::new);
    retries.declare(models, this::retries);
  }

  Health of(Deployment.Remote deployment) {
    return health.of(deployment.name(), Health::new);
  }

  /// Attempts beyond the first of each call to the model.
  ExtraAttempts retries(String model) {
    return retries.of(model, this::retries);
  }

  private ExtraAttempts retries() {
    return new ExtraAttempts(RETRY_SHARE, RETRY_FLOOR, nanos);
  }

  /// Second attempts that run beside the first, at a model that has several deployments: only
  /// declared ones do.
  ExtraAttempts hedges(String model, double share, int floor) {
    return hedges.of(model + " " + share, () -> new ExtraAttempts(share, floor, nanos));
  }
}
