package dev.headgate.runtime.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RouteTest {
  private final AtomicLong nanos = new AtomicLong(Duration.ofHours(1).toNanos());
  private final Map<String, Double> prices = new HashMap<>();
  private final Fleet fleet =
      new Fleet(
          nanos::get,
          new Random(42),
          deployment -> prices.getOrDefault(deployment.model(), Double.POSITIVE_INFINITY));

  @Test
  void takesTheFirstThatIsWell() {
    var route = route(Strategy.ORDERED, Sticky.NONE, remote("a", 1), remote("b", 1));
    assertThat(first(route, SessionKey.NONE)).isEqualTo("a");

    makeIll(remote("a", 1));

    assertThat(first(route, SessionKey.NONE)).isEqualTo("b");
  }

  @Test
  void drawsByWeight() {
    var route =
        route(Strategy.WEIGHTED, Sticky.NONE, remote("a", 3), remote("b", 1), remote("c", 0));
    var drawn = new HashMap<String, Integer>();
    for (int i = 0; i < 10_000; i++) {
      drawn.merge(first(route, SessionKey.NONE), 1, Integer::sum);
    }

    assertThat(drawn).containsOnlyKeys("a", "b");
    assertThat(drawn.get("a")).isBetween(7_300, 7_700);
  }

  @Test
  void prefersTheQuickerOfTwo() {
    var slow = remote("slow", 1);
    var quick = remote("quick", 1);
    var route = route(Strategy.LATENCY, Sticky.NONE, slow, quick);
    fleet.of(slow).answered(Duration.ofSeconds(3).toNanos(), nanos.get());
    fleet.of(quick).answered(Duration.ofMillis(80).toNanos(), nanos.get());

    for (int i = 0; i < 100; i++) {
      assertThat(first(route, SessionKey.NONE)).isEqualTo("quick");
    }
  }

  @Test
  void spreadsOverThoseThatAreEquallyQuick() {
    var route =
        route(Strategy.LATENCY, Sticky.NONE, remote("a", 1), remote("b", 1), remote("c", 1));
    var drawn = new HashMap<String, Integer>();
    for (int i = 0; i < 3_000; i++) {
      drawn.merge(first(route, SessionKey.NONE), 1, Integer::sum);
    }

    assertThat(drawn.values()).hasSize(3).allMatch(count -> count > 800);
  }

  @Test
  void takesTheCheapestAndUnpricedOnesLast() {
    prices.put("dear", 9.0);
    prices.put("cheap", 1.0);
    var route =
        route(
            Strategy.COST,
            Sticky.NONE,
            remote("unknown", 1),
            remote("dear", 1),
            remote("cheap", 1));

    assertThat(first(route, SessionKey.NONE)).isEqualTo("cheap");
  }

  @Test
  void keepsASessionWhereItWasAnswered() {
    var route = route(Strategy.WEIGHTED, Sticky.SESSION, remote("a", 1), remote("b", 1));
    var session = new SessionKey("shop", "s1", "", new byte[0]);
    var walk = route.walk(session);
    var chosen = walk.first().deployment();
    walk.begin(chosen).succeeded();

    for (int i = 0; i < 50; i++) {
      assertThat(first(route, session)).isEqualTo(chosen.model());
    }
  }

  @Test
  void keepsAPromptWhereItsBeginningIsKnown() {
    var route = route(Strategy.WEIGHTED, Sticky.PREFIX, remote("a", 1), remote("b", 1));
    var long1 = new SessionKey("shop", "", "", ("x".repeat(5_000) + "one").getBytes(UTF_8));
    var long2 = new SessionKey("shop", "", "", ("x".repeat(5_000) + "two").getBytes(UTF_8));
    var walk = route.walk(long1);
    var chosen = walk.first().deployment();
    walk.begin(chosen).succeeded();

    for (int i = 0; i < 20; i++) {
      assertThat(first(route, long2)).isEqualTo(chosen.model());
    }
  }

  @Test
  void remembersABoundedNumberOfSessions() {
    var sessions = new StickySessions();
    sessions.remember("bank", "s0", "a");
    for (int i = 0; i <= StickySessions.MAX_SESSIONS; i++) {
      sessions.remember("shop", "s" + i, "a");
    }

    assertThat(sessions.find("shop", "s0")).isEmpty();
    assertThat(sessions.find("shop", "s1")).isPresent();
    assertThat(sessions.find("bank", "s0")).isPresent();
  }

  @Test
  void followsNoSessionOfAnotherProject() {
    var route = route(Strategy.ORDERED, Sticky.SESSION, remote("a", 1), remote("b", 1));
    var other = route(Strategy.ORDERED, Sticky.SESSION, remote("b", 1), remote("a", 1));
    var walk = other.walk(new SessionKey("shop", "s1", "", new byte[0]));
    walk.begin(walk.first().deployment()).succeeded();

    assertThat(first(route, new SessionKey("shop", "s1", "", new byte[0]))).isEqualTo("b");
    assertThat(first(route, new SessionKey("bank", "s1", "", new byte[0]))).isEqualTo("a");
  }

  @Test
  void tellsPromptsApartThatHaveOneHashOf32Bits() {
    var one = new SessionKey("shop", "", "", "Aa".getBytes(UTF_8)).key(Sticky.PREFIX);
    var two = new SessionKey("shop", "", "", "BB".getBytes(UTF_8)).key(Sticky.PREFIX);

    assertThat(one).isNotEqualTo(two);
  }

  @Test
  void remembersWhatIsDeclaredHoweverManyNamesCallersThinkOf() {
    for (int i = 0; i < 2 * Known.MAX_OTHERS; i++) {
      fleet.of(remote("junk" + i, 1));
      fleet.retries("p/junk" + i);
    }
    var declared = remote("later", 1);
    fleet.declare(Set.of(declared.name()), Set.of("smart"));
    var health = fleet.of(declared);
    var retries = fleet.retries("smart");
    for (int i = 0; i < 2 * Known.MAX_OTHERS; i++) {
      fleet.of(remote("other" + i, 1));
      fleet.retries("p/other" + i);
    }

    assertThat(fleet.of(declared)).isSameAs(health);
    assertThat(fleet.retries("smart")).isSameAs(retries);
    // Another declaration forgets nothing at once.
    fleet.declare(Set.of(), Set.of());
    assertThat(fleet.of(declared)).isSameAs(health);
  }

  @Test
  void remembersNamesOfCallersThatAreInUse() {
    for (int i = 0; i < 2 * Known.MAX_OTHERS; i++) {
      fleet.of(remote("junk" + i, 1));
    }

    assertThat(fleet.of(remote("used", 1))).isSameAs(fleet.of(remote("used", 1)));
  }

  @Test
  void goesOnlyWhereACallMay() {
    var route = route(Strategy.ORDERED, Sticky.NONE, remote("a", 1), remote("b", 1));

    assertThat(first(route.only(to -> to.model().equals("b")), SessionKey.NONE)).isEqualTo("b");
  }

  @Test
  void repeatsAfterAPauseThatGrowsAndIsNeverTheSame() {
    var config =
        new RoutingConfig(Strategy.ORDERED, Sticky.NONE, 3, RoutingConfig.HedgeConfig.DEFAULT, 0);
    var route = new Route("m", List.of(remote("a", 1)), List.of(), config, fleet);
    var walk = route.walk(SessionKey.NONE);
    var from = walk.first().deployment();
    var failure = new Failure(new CallFailed(ErrorCode.PROVIDER_FAILED, "x"), 500);

    assertThat(walk.after(from, failure).orElseThrow().pause())
        .isBetween(Duration.ofMillis(1), Duration.ofMillis(100));
    assertThat(walk.after(from, failure).orElseThrow().pause())
        .isBetween(Duration.ofMillis(1), Duration.ofMillis(200));
    assertThat(walk.after(from, failure)).isPresent();
    assertThat(walk.after(from, failure)).isEmpty();
  }

  @Test
  void takesAnotherInPlaceOfOneThatMayNotBeAsked() {
    var route =
        route(Strategy.ORDERED, Sticky.NONE, remote("a", 1), remote("b", 1), remote("c", 1));
    var refused = new Failure(new CallFailed(ErrorCode.PROVIDER_FAILED, "x"), 500);

    // As many calls as would have used up every further attempt.
    for (int i = 0; i < 100; i++) {
      var walk = route.walk(SessionKey.NONE);
      var second = walk.instead(walk.first().deployment()).orElseThrow().deployment();
      assertThat(second.model()).isEqualTo("b");
    }
    var walk = route.walk(SessionKey.NONE);
    var other = walk.after(walk.first().deployment(), refused).orElseThrow().deployment();
    assertThat(other.model()).isEqualTo("b");
    assertThat(walk.instead(other).orElseThrow().deployment().model()).isEqualTo("c");
    assertThat(walk.instead(remote("c", 1))).isEmpty();
  }

  @Test
  void doesNotWaitForWhatItIsToldToWaitLongFor() {
    var config =
        new RoutingConfig(Strategy.ORDERED, Sticky.NONE, 3, RoutingConfig.HedgeConfig.DEFAULT, 0);
    var route = new Route("m", List.of(remote("a", 1)), List.of(), config, fleet);
    var walk = route.walk(SessionKey.NONE);
    var from = walk.first().deployment();
    var limited = new CallFailed(ErrorCode.PROVIDER_RATE_LIMITED, "x");

    assertThat(walk.after(from, new Failure(limited.retryAfter(Duration.ofSeconds(1)), 429)))
        .hasValueSatisfying(next -> assertThat(next.pause()).isEqualTo(Duration.ofSeconds(1)));
    assertThat(walk.after(from, new Failure(limited.retryAfter(Duration.ofSeconds(3)), 429)))
        .isEmpty();
  }

  private void makeIll(Deployment.Remote deployment) {
    for (int i = 0; i < 5; i++) {
      fleet.of(deployment).began();
      fleet
          .of(deployment)
          .failed(new Failure(new CallFailed(ErrorCode.PROVIDER_FAILED, "x"), 500), nanos.get());
    }
  }

  private Route route(Strategy strategy, Sticky sticky, Deployment.Remote... deployments) {
    return new Route(
        "m",
        List.of(deployments),
        List.of(),
        new RoutingConfig(strategy, sticky, -1, RoutingConfig.HedgeConfig.DEFAULT, 0),
        fleet);
  }

  private static String first(Route route, SessionKey session) {
    return route.walk(session).first().deployment().model();
  }

  private static Deployment.Remote remote(String model, double weight) {
    return new Deployment.Remote(PROVIDER, model, new Deployment.Terms(weight, "", 0, false, null));
  }

  private static final Provider PROVIDER =
      new Provider(
          "up",
          "openai",
          (_, _, _) -> {
            throw new IllegalStateException("not called");
          },
          (_, _, _) -> {
            throw new IllegalStateException("not called");
          });
}
