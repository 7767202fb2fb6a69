package dev.headgate.runtime.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The deployments behind one name, and the rules by which a call chooses among them. Immutable,
/// thread-safe.
///
/// @param name as the caller or a feature wrote it
/// @param deployments never empty, in the order of their declaration
/// @param cacheFor how long an answer to the very same request is given again; zero for never
/// @param fallbacks those of other models, asked when all of them fail
public record Route(
    String name,
    List<Deployment.Remote> deployments,
    List<Deployment.Remote> fallbacks,
    RoutingConfig config,
    Duration cacheFor,
    Fleet fleet) {
  // A hedge is allowed now and then however rare calls are.
  private static final int HEDGE_FLOOR = 2;

  /// Nothing is given twice.
  public Route(
      String name,
      List<Deployment.Remote> deployments,
      List<Deployment.Remote> fallbacks,
      RoutingConfig config,
      Fleet fleet) {
    this(name, deployments, fallbacks, config, Duration.ZERO, fleet);
  }

  public Route {
    deployments = List.copyOf(deployments);
    fallbacks = List.copyOf(fallbacks);
  }

  /// Whether there is anywhere else to go.
  public boolean hasOthers() {
    return deployments.size() + fallbacks.size() > 1;
  }

  /// The same without the deployments that a call may not go to.
  public Route only(Predicate<Deployment.Remote> allowed) {
    return new Route(
        name,
        deployments.stream().filter(allowed).toList(),
        fallbacks.stream().filter(allowed).toList(),
        config,
        cacheFor,
        fleet);
  }

  /// Begins the way of one call.
  public Walk walk(SessionKey session) {
    fleet.retries(name).call();
    if (hasOthers()) {
      hedges().call();
    }
    var key = session.key(config.sticky());
    var order = order(session.project(), key);
    var probe = findProbe();
    probe.ifPresent(ill -> {
      order.remove(ill);
      order.addFirst(ill);
    });
    return new Walk(this, order, new Walk.Session(session.project(), key), probe.isPresent());
  }

  ExtraAttempts hedges() {
    return fleet.hedges(name, config.hedge().share(), HEDGE_FLOOR);
  }

  ExtraAttempts retries() {
    return fleet.retries(name);
  }

  private List<Deployment.Remote> order(String project, String session) {
    if (!hasOthers()) {
      return new ArrayList<>(deployments.isEmpty() ? fallbacks : deployments);
    }
    var order = new ArrayList<>(byStrategy());
    if (!session.isEmpty()) {
      fleet
          .sessions()
          .find(project, name + " " + session)
          .ifPresent(last -> order.sort(Comparator.comparing(d -> !d.name().equals(last))));
    }
    order.addAll(fallbacks);
    var now = fleet.now();
    order.sort(Comparator.comparing(d -> !fleet.of(d).isWell(now)));
    return order;
  }

  /// A deployment that was ill and should be asked first, to see how it is. The other attempt that
  /// the call may then need is paid for in advance: a probe must not cost a call its answer.
  private Optional<Deployment.Remote> findProbe() {
    if (!hasOthers()) {
      return Optional.empty();
    }
    var now = fleet.now();
    return deployments.stream()
        .filter(deployment -> fleet.of(deployment).takeProbe(now))
        .findFirst()
        .filter(_ -> retries().take());
  }

  private List<Deployment.Remote> byStrategy() {
    return switch (config.strategy()) {
      case ORDERED -> deployments;
      case WEIGHTED -> drawn();
      case LATENCY -> betterOfTwo();
      case COST -> deployments.stream().sorted(Comparator.comparingDouble(fleet::price)).toList();
    };
  }

  // Efraimidis and Spirakis, 2006: the order of log(u)/w draws by weight without replacement.
  private List<Deployment.Remote> drawn() {
    record Ticket(double key, Deployment.Remote deployment) {}
    return deployments.stream()
        .filter(deployment -> deployment.terms().weight() > 0)
        .map(deployment ->
            new Ticket(
                Math.log(1 - fleet.random().nextDouble()) / deployment.terms().weight(),
                deployment))
        .sorted(Comparator.comparingDouble(Ticket::key).reversed())
        .map(Ticket::deployment)
        .toList();
  }

  // Two random choices: enough to avoid the worst without a herd on the best (Mitzenmacher, 2001).
  private List<Deployment.Remote> betterOfTwo() {
    var now = fleet.now();
    var byCost = Comparator.<Deployment.Remote>comparingDouble(d -> fleet.of(d).cost(now));
    var rest = new ArrayList<>(deployments);
    var one = rest.remove(fleet.random().nextInt(rest.size()));
    if (rest.isEmpty()) {
      return List.of(one);
    }
    var other = rest.remove(fleet.random().nextInt(rest.size()));
    rest.sort(byCost);
    var better = byCost.compare(one, other) <= 0;
    rest.addFirst(better ? other : one);
    rest.addFirst(better ? one : other);
    return rest;
  }
}
