package dev.headgate.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.headgate.kernel.config.Secret;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.boundaries.DataRule;
import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AccessTest {
  private final Access access =
      new Access(
          List.of(
              new ApiKey("shop", new Secret("hg_shop")), new ApiKey("ops", new Secret("hg_ops"))));

  @Test
  void namesTheOwnerOfAKey() {
    assertThat(access.identify("hg_shop").name()).isEqualTo("shop");
    assertThat(access.identify("hg_ops").keyId()).isEqualTo("declared/ops");
    assertThat(access.identify("hg_ops").project()).isEqualTo("default");
  }

  @Test
  void refusesAnUnknownKeyWithoutRepeatingIt() {
    assertThatThrownBy(() -> access.identify("hg_shop2"))
        .hasMessageContaining("not known")
        .hasMessageNotContaining("hg_shop2");
  }

  @Test
  void tellsHowToSendAKeyWhereNoneWasSent() {
    assertThatThrownBy(() -> access.identify("")).hasMessageContaining("Authorization: Bearer");
  }

  @Test
  void letsEverybodyInWhereNoKeyIsConfigured() {
    var open = new Access(List.of());

    assertThat(open.isOpen()).isTrue();
    assertThat(open.identify("anything")).isEqualTo(Caller.OPEN);
  }

  @Test
  void asksForAKeyThatNobodyHasYetIfItMust() {
    var rules = new AccessRules(true, Networks.ANYWHERE);
    var closed =
        new Access(List.of(), Projects.NONE, KeyDirectory.EMPTY, () -> Instant.EPOCH, rules);

    assertThat(closed.isOpen()).isFalse();
    assertThatThrownBy(() -> closed.identify("")).isInstanceOf(CallFailed.class);
  }

  @Test
  void refusesAnExpiredKeyAsItRefusesAnUnknownOne() {
    var end = Instant.parse("2027-01-31T00:00:00Z");
    var key = new ApiKey("web", new Secret("hg_web"), KeyTerms.DEFAULT, end);

    assertThatCode(() -> accessAt(end.minusMillis(1), key).identify("hg_web"))
        .doesNotThrowAnyException();
    assertThat(refusal(() -> accessAt(end, key).identify("hg_web")))
        .isEqualTo(refusal(() -> accessAt(end, key).identify("unknown")))
        .isEqualTo(refusal(() -> accessAt(end, key).identify("x".repeat(100_000))));
  }

  @Test
  void aKeyReachesWhatItAndItsProjectAllow() {
    var project =
        new ProjectConfig(
            new Scope(
                Patterns.of("openai/*", "smart"),
                Patterns.ALL,
                Patterns.ALL,
                networks("10.0.0.0/8")),
            Priority.LOW,
            DataRule.NONE,
            Allowance.UNLIMITED,
            new LinkedHashMap<>(),
            null);
    var terms =
        new KeyTerms(
            new Account("shop", "", ""),
            new Scope(
                Patterns.of("smart", "cheap"),
                Patterns.of("help-*"),
                Patterns.of("/v1/*"),
                Networks.ANYWHERE),
            null,
            DataRule.NONE,
            Allowance.UNLIMITED);
    var caller =
        new Access(
                List.of(new ApiKey("web", new Secret("hg_web"), terms, null)),
                new Projects(Map.of("shop", project)),
                KeyDirectory.EMPTY,
                () -> Instant.EPOCH,
                AccessRules.DEFAULT)
            .identify("hg_web");

    assertThat(caller.priority()).isEqualTo(Priority.LOW);
    assertThat(caller.mayUseModel("smart")).isTrue();
    assertDenied(() -> caller.requireModel("cheap"), "call model \"cheap\"", "openai/*, smart");
    assertDenied(() -> caller.requireModel("openai/gpt"), "scope models is: smart, cheap");
    assertThatCode(() -> caller.requireFeature("help-desk")).doesNotThrowAnyException();
    assertDenied(() -> caller.requireFeature("billing"), "scope features is: help-*");
    assertDenied(() -> caller.requireEndpoint("/metrics"), "scope endpoints is: /v1/*");
    assertThatCode(() -> caller.requireNetwork(InetAddress.ofLiteral("10.1.2.3")))
        .doesNotThrowAnyException();
    assertDenied(
        () -> caller.requireNetwork(InetAddress.ofLiteral("11.1.2.3")), "call from 11.1.2.3");
    assertDenied(() -> caller.requireNetwork(InetAddress.ofLiteral("::1")), "networks");
  }

  @Test
  void nobodyRaisesItself() {
    assertThat(Priority.LOW.lowered(Priority.CRITICAL)).isEqualTo(Priority.LOW);
    assertThat(Priority.LOW.lowered(Priority.BATCH)).isEqualTo(Priority.BATCH);
  }

  private static void assertDenied(Runnable action, String... parts) {
    assertThatThrownBy(action::run)
        .asInstanceOf(type(CallFailed.class))
        .returns(ErrorCode.SCOPE_DENIED, CallFailed::code)
        .satisfies(failure -> assertThat(failure.message()).contains(parts));
  }

  private static String refusal(Runnable action) {
    try {
      action.run();
      return "let in";
    } catch (CallFailed e) {
      return e.code() + e.message();
    }
  }

  private static Access accessAt(Instant now, ApiKey key) {
    return new Access(
        List.of(key), Projects.NONE, KeyDirectory.EMPTY, () -> now, AccessRules.DEFAULT);
  }

  private static Networks networks(String range) {
    return new Networks(List.of(Network.parse(range).orElseThrow()));
  }
}
