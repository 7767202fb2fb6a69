package dev.headgate.runtime.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.access.Account;
import dev.headgate.runtime.access.Agreement;
import dev.headgate.runtime.access.Allowance;
import dev.headgate.runtime.access.Caller;
import dev.headgate.runtime.access.Lineage;
import dev.headgate.runtime.access.Priority;
import dev.headgate.runtime.access.ProjectConfig;
import dev.headgate.runtime.access.Projects;
import dev.headgate.runtime.access.Rate;
import dev.headgate.runtime.access.Scope;
import dev.headgate.runtime.access.Visit;
import dev.headgate.runtime.access.Window;
import dev.headgate.runtime.boundaries.DataRule;
import dev.headgate.runtime.limits.LimitsConfig.Each;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LimitsTest {
  private final ManualTime time = new ManualTime();
  private final Map<String, String> told = new LinkedHashMap<>();

  @Test
  void refusesTheCallAfterTheLastOneAndSaysWhenToComeBack() {
    var limits = limits(each(requests(2), Allowance.UNLIMITED));
    enter(limits, caller("a", "shop", "")).close();
    enter(limits, caller("a", "shop", "")).close();

    assertThatThrownBy(() -> enter(limits, caller("a", "shop", "")))
        .asInstanceOf(type(CallFailed.class))
        .returns(ErrorCode.RATE_LIMITED, CallFailed::code)
        .satisfies(failure -> assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(30)))
        .satisfies(failure ->
            assertThat(failure.message()).contains("key \"a\"", "2 requests per minute", "30s"));
    assertThat(told)
        .containsEntry("x-ratelimit-limit-requests", "2")
        .containsEntry("x-ratelimit-remaining-requests", "0")
        .containsEntry("x-ratelimit-reset-requests", "1m0s")
        .containsEntry("ratelimit-policy", "\"key-requests-per-minute\";q=2;w=60")
        .containsEntry("ratelimit", "\"key-requests-per-minute\";r=0;t=60");
    time.advance(Duration.ofSeconds(30));
    assertThatCode(() -> enter(limits, caller("a", "shop", "")).close()).doesNotThrowAnyException();
  }

  @Test
  void tokensHoldAtAdmissionAndAreCorrectedByWhatWasUsed() {
    var limits = limits(each(tokens(1_000), Allowance.UNLIMITED));
    var first = enter(limits, caller("a", "shop", ""), 900);

    assertThatThrownBy(() -> enter(limits, caller("a", "shop", ""), 200))
        .hasMessageContaining("has 100 left")
        .hasMessageContaining("up to 200");
    first.settleTokens(50);
    first.close();

    enter(limits, caller("a", "shop", ""), 950).close();
    assertThat(told).containsEntry("x-ratelimit-remaining-tokens", "0");
  }

  @Test
  void aCallThatEndsWithoutSayingWhatItUsedIsCountedAtTheMost() {
    var limits = limits(each(tokens(1_000), Allowance.UNLIMITED));

    enter(limits, caller("a", "shop", ""), 900).close();

    assertThatThrownBy(() -> enter(limits, caller("a", "shop", ""), 200))
        .isInstanceOf(CallFailed.class);
  }

  @Test
  void aCallThatNoProviderHasSeenCostsNothing() {
    var limits = limits(each(tokens(1_000), Allowance.UNLIMITED));
    try (var entered = enter(limits, caller("a", "shop", ""), 900)) {
      entered.settleTokens(0, 0);
    }

    enter(limits, caller("a", "shop", ""), 1_000).close();
  }

  @Test
  void saysThatACallCanNeverFit() {
    var limits = limits(each(tokens(1_000), Allowance.UNLIMITED));

    assertThatThrownBy(() -> enter(limits, caller("a", "shop", ""), 1_001))
        .hasMessageContaining("never has more than 1,000")
        .hasMessageContaining("lower max_tokens");
  }

  @Test
  void whoIsRefusedTakesNothingFromTheOthers() {
    var projects = project("shop", tokens(1_000), Allowance.UNLIMITED);
    var limits = new Limits(config(each(tokens(500), Allowance.UNLIMITED), 10), projects, time);
    enter(limits, caller("a", "shop", ""), 500).close();
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> enter(limits, caller("a", "shop", ""), 100))
          .isInstanceOf(CallFailed.class);
    }

    enter(limits, caller("b", "shop", ""), 500).close();

    assertThatThrownBy(() -> enter(limits, caller("c", "shop", ""), 100))
        .hasMessageContaining("project \"shop\"");
    assertThat(limits.counts().refused())
        .containsEntry("key.tokens", 10L)
        .containsEntry("project.tokens", 1L);
  }

  @Test
  void countsTeamsUsersAndModelsToo() {
    var projects = project("shop", Allowance.UNLIMITED, requests(1));
    var limits = new Limits(config(each(Allowance.UNLIMITED, requests(1)), 10), projects, time);
    enter(limits, caller("a", "shop", "checkout"), "ann").close();

    assertThatThrownBy(() -> enter(limits, caller("b", "shop", "checkout"), "bob"))
        .hasMessageContaining("team \"checkout\"");
    assertThatThrownBy(() -> enter(limits, caller("b", "shop", ""), "ann"))
        .hasMessageContaining("user \"ann\"");
    // The same name in another project is another person.
    enter(limits, caller("c", "other", ""), "ann").close();
    enter(limits, caller("d", "other", ""), new CallFacts("smart", "", () -> 1)).close();
    assertThatThrownBy(
            () -> enter(limits, caller("e", "third", ""), new CallFacts("smart", "", () -> 1)))
        .hasMessageContaining("model \"smart\"");
  }

  @Test
  void everNewUsersDoNotEscapeAndAreBounded() {
    var limits = limits(each(Allowance.UNLIMITED, requests(3)));

    var letIn = IntStream.range(0, 10_000).filter(i -> isLetIn(limits, "user-" + i)).count();

    // Ten that are counted one by one, and the count that all others share.
    assertThat(letIn).isEqualTo(13);
    assertThat(limits.tracked()).isEqualTo(11);
    time.advance(Duration.ofMinutes(2));
    assertThat(isLetIn(limits, "somebody new")).isTrue();
    assertThat(limits.tracked()).isLessThan(5);
  }

  @Test
  void neverMoreCallsAtTheSameTimeThanAllowed() throws Exception {
    var limits = limits(each(new Allowance(List.of(), List.of(), 7), Allowance.UNLIMITED));
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var served = new AtomicInteger();
    var begin = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 64; i++) {
        var _ =
            threads.submit(() -> {
              begin.await();
              for (int n = 0; n < 500; n++) {
                try (var _ = enter(limits, caller("a", "shop", ""))) {
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  LockSupport.parkNanos(1_000);
                  running.decrementAndGet();
                  served.incrementAndGet();
                } catch (CallFailed e) {
                  assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
                }
              }
              return null;
            });
      }
      begin.countDown();
    }

    assertThat(most.get()).isBetween(2, 7);
    assertThat(served.get()).isGreaterThan(500);
    var all = IntStream.range(0, 7).mapToObj(_ -> enter(limits, caller("a", "shop", ""))).toList();
    assertThatThrownBy(() -> enter(limits, caller("a", "shop", "")))
        .hasMessageContaining("7 calls");
    all.forEach(Entered::close);
    all.forEach(Entered::close);
    assertThat(IntStream.range(0, 7).mapToObj(_ -> enter(limits, caller("a", "shop", ""))))
        .hasSize(7);
  }

  @Test
  void racingCallersTogetherGetNoMoreThanTheBucketHolds() throws Exception {
    var limits = limits(each(tokens(1_000), Allowance.UNLIMITED));
    var granted = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 64; i++) {
        threads.execute(() -> {
          for (int n = 0; n < 100; n++) {
            try (var entered = enter(limits, caller("a", "shop", ""), 10)) {
              entered.settleTokens(10);
              granted.addAndGet(10);
            } catch (CallFailed e) {
              // Nothing is left, and the clock stands still.
            }
          }
        });
      }
    }

    assertThat(granted.get()).isEqualTo(1_000);
  }

  @Test
  void aReloadKeepsWhatWasUsedOfARateThatHasNotChanged() {
    var limits = limits(each(requests(2), Allowance.UNLIMITED));
    enter(limits, caller("a", "shop", "")).close();

    limits.declare(
        config(
            each(
                new Allowance(
                    List.of(new Rate(2, Window.MINUTE)), List.of(new Rate(100, Window.DAY)), 0),
                Allowance.UNLIMITED),
            10),
        Projects.NONE);
    enter(limits, caller("a", "shop", "")).close();

    assertThatThrownBy(() -> enter(limits, caller("a", "shop", "")))
        .hasMessageContaining("2 requests");
  }

  @Test
  void nobodyPaysWhoIsNotLimited() {
    var limits = Limits.unlimited();

    assertThat(enter(limits, caller("a", "shop", "")))
        .isSameAs(enter(limits, caller("b", "shop", "")));
    assertThat(limits.tracked()).isZero();
    assertThat(told).isEmpty();
  }

  private boolean isLetIn(Limits limits, String user) {
    try (var _ = enter(limits, caller("a", "shop", ""), user)) {
      return true;
    } catch (CallFailed e) {
      return false;
    }
  }

  private Entered enter(Limits limits, Caller caller) {
    return enter(limits, caller, 1);
  }

  private Entered enter(Limits limits, Caller caller, long tokens) {
    return enter(limits, caller, new CallFacts("", "", () -> tokens));
  }

  private Entered enter(Limits limits, Caller caller, String user) {
    return enter(limits, caller, new CallFacts("", user, () -> 1));
  }

  private Entered enter(Limits limits, Caller caller, CallFacts facts) {
    return limits.enter(caller, facts);
  }

  private Caller caller(String key, String project, String team) {
    return new Caller(
        key,
        key,
        new Agreement(
            new Account(project, team, ""),
            Priority.NORMAL,
            List.<DataRule>of(),
            Allowance.UNLIMITED,
            true),
        List.of(Scope.ALL),
        new Visit(
            "",
            Lineage.ROOT,
            null,
            (name, value) -> {
              synchronized (told) {
                told.put(name, value);
              }
            }));
  }

  private Limits limits(Each each) {
    return new Limits(config(each, 10), Projects.NONE, time);
  }

  private static LimitsConfig config(Each each, int maxUsers) {
    var models = new LinkedHashMap<String, Allowance>();
    models.put("smart", requests(1));
    var standard = LimitsConfig.DEFAULT;
    return new LimitsConfig(each, models, maxUsers, standard.bounds(), standard.overload());
  }

  private static Projects project(String name, Allowance whole, Allowance team) {
    var teams = new LinkedHashMap<String, Allowance>();
    teams.put("checkout", team);
    return new Projects(
        Map.of(
            name,
            new ProjectConfig(Scope.ALL, Priority.NORMAL, DataRule.NONE, whole, teams, null)));
  }

  private static Each each(Allowance key, Allowance user) {
    return new Each(key, user, Allowance.UNLIMITED, Allowance.UNLIMITED);
  }

  private static Allowance requests(int perMinute) {
    return new Allowance(List.of(new Rate(perMinute, Window.MINUTE)), List.of(), 0);
  }

  private static Allowance tokens(int perMinute) {
    return new Allowance(List.of(), List.of(new Rate(perMinute, Window.MINUTE)), 0);
  }
}
