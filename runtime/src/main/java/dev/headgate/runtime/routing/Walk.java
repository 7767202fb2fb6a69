package dev.headgate.runtime.routing;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One call's way along the deployments of its model. One thread at a time, except for [Try], whose
/// ends may be told by any.
public final class Walk {
  /// The longest pause before a call is repeated; who is told to wait longer waits at the caller's.
  static final Duration MAX_PAUSE = Duration.ofSeconds(2);

  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);

  // Attempts beyond the first that are allowed in 10 s however rare calls are.
  private static final int HELPFUL = 20;
  private static final int HARMFUL = 5;

  private final Route route;
  private final List<Deployment.Remote> order;
  private final Session session;
  private final List<Deployment.Remote> tried = new ArrayList<>();
  private List<Deployment.Remote> candidates;
  private boolean prepaid;
  private int repeats;

  /// @param prepaid whether the second attempt is within the budget already
  Walk(Route route, List<Deployment.Remote> order, Session session, boolean prepaid) {
    this.route = route;
    this.order = order;
    this.candidates = order;
    this.session = session;
    this.prepaid = prepaid;
  }

  /// What keeps calls at one deployment.
  ///
  /// @param key within the project, empty if nothing does
  record Session(String project, String key) {}

  /// A deployment to try, after a pause.
  public record Next(Deployment.Remote deployment, Duration pause) {}

  public Next first() {
    if (order.isEmpty()) {
      throw new CallFailed(
          ErrorCode.MODEL_NOT_FOUND, "model \"" + route.name() + "\" has no deployment left");
    }
    return take(order.getFirst());
  }

  /// Where to go after a failure with nothing delivered; empty if nowhere.
  public Optional<Next> after(Deployment.Remote from, Failure failure) {
    var move = failure.move();
    if (move == Move.NONE) {
      return Optional.empty();
    }
    var others = others(from, move);
    candidates = others;
    if (!others.isEmpty()) {
      var other = well(others);
      return mayTry(other) ? Optional.of(take(other)) : Optional.empty();
    }
    return move == Move.ANOTHER_OR_AGAIN ? again(from, failure) : Optional.empty();
  }

  /// Where to go in place of a deployment that was chosen and must not be asked, as if it had not
  /// been declared; empty if nowhere. Costs no further attempt.
  public Optional<Next> instead(Deployment.Remote chosen) {
    tried.remove(chosen);
    order.remove(chosen);
    var left =
        candidates.stream()
            .filter(deployment -> order.contains(deployment) && !tried.contains(deployment))
            .toList();
    return left.isEmpty() ? Optional.empty() : Optional.of(take(well(left)));
  }

  /// Where to go with an answer of which a part was delivered: a deployment that was not asked yet,
  /// or else once more the one that began. Empty if nowhere.
  public Optional<Next> toRescue() {
    var others = order.stream().filter(deployment -> !tried.contains(deployment)).toList();
    candidates = others;
    if (others.isEmpty() && (!route.hasOthers() || repeats++ > 0)) {
      return Optional.empty();
    }
    var other = others.isEmpty() ? tried.getFirst() : well(others);
    return mayTry(other) ? Optional.of(take(other)) : Optional.empty();
  }

  /// Another deployment to ask beside the one that is being asked; empty if the model is not hedged
  /// or has been too often.
  public Optional<Next> hedge() {
    var others =
        order.stream()
            .filter(deployment -> !tried.contains(deployment))
            .filter(deployment -> route.fleet().of(deployment).isWell(route.fleet().now()))
            .toList();
    return !others.isEmpty() && route.hedges().take()
        ? Optional.of(take(others.getFirst()))
        : Optional.empty();
  }

  /// Whether another deployment may be asked beside the first.
  public boolean mayHedge() {
    return route.config().hedge().isOn() && order.size() > tried.size();
  }

  /// Begins an attempt.
  public Try begin(Deployment.Remote deployment) {
    return new Try(deployment);
  }

  // What goes where it is likely to be answered helps its caller; what is repeated at an ill
  // deployment mostly harms that.
  private boolean mayTry(Deployment.Remote deployment) {
    var paid = prepaid;
    prepaid = false;
    var isWell = route.fleet().of(deployment).isWell(route.fleet().now());
    return paid || route.retries().take(isWell ? HELPFUL : HARMFUL);
  }

  private Next take(Deployment.Remote deployment) {
    tried.add(deployment);
    return new Next(deployment, Duration.ZERO);
  }

  private List<Deployment.Remote> others(Deployment.Remote from, Move move) {
    return order.stream()
        .filter(deployment -> !tried.contains(deployment))
        .filter(deployment ->
            switch (move) {
              case LARGER -> readsMore(deployment, from);
              case ELSEWHERE -> !deployment.provider().name().equals(from.provider().name());
              case NONE, ANOTHER, ANOTHER_OR_AGAIN -> true;
            })
        .toList();
  }

  private static boolean readsMore(Deployment.Remote deployment, Deployment.Remote than) {
    var window = deployment.terms().contextWindow();
    var known = than.terms().contextWindow();
    return window == 0 || known == 0 || window > known;
  }

  private Deployment.Remote well(List<Deployment.Remote> others) {
    var now = route.fleet().now();
    return others.stream()
        .filter(deployment -> route.fleet().of(deployment).isWell(now))
        .findFirst()
        .orElse(others.getFirst());
  }

  private Optional<Next> again(Deployment.Remote from, Failure failure) {
    var allowed = route.config().retries(order.size());
    var pause = failure.retryAfter().orElseGet(this::backoff);
    if (repeats >= allowed || pause.compareTo(MAX_PAUSE) > 0 || !mayTry(from)) {
      return Optional.empty();
    }
    repeats++;
    return Optional.of(new Next(from, pause));
  }

  // Doubles, with full jitter, so that calls that failed together do not return together.
  private Duration backoff() {
    var most = FIRST_BACKOFF.toMillis() << Math.min(repeats, 4);
    return Duration.ofMillis(1 + route.fleet().random().nextLong(most));
  }

  /// One attempt at a deployment, from its beginning to exactly one end.
  public final class Try {
    private final Deployment.Remote deployment;
    private final Health health;
    private final long beganAt = route.fleet().now();
    private boolean over;

    private Try(Deployment.Remote deployment) {
      this.deployment = deployment;
      this.health = route.fleet().of(deployment);
      health.began();
    }

    public Deployment.Remote deployment() {
      return deployment;
    }

    /// Since its beginning.
    public Duration elapsed() {
      return Duration.ofNanos(route.fleet().now() - beganAt);
    }

    /// The first piece of the answer is here.
    public void firstToken() {
      var now = route.fleet().now();
      health.answered(now - beganAt, now);
    }

    public void succeeded() {
      if (end()) {
        health.succeeded();
        if (!session.key().isEmpty()) {
          route
              .fleet()
              .sessions()
              .remember(session.project(), route.name() + " " + session.key(), deployment.name());
        }
      }
    }

    public void failed(Failure failure) {
      if (end()) {
        health.failed(failure, route.fleet().now());
      }
    }

    /// Ended for a reason that is not the deployment's.
    public void released() {
      if (end()) {
        health.released();
      }
    }

    private synchronized boolean end() {
      var first = !over;
      over = true;
      return first;
    }
  }
}
