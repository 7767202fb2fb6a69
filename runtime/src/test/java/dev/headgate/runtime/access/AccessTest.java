package dev.headgate.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.config.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AccessTest {
  private final Access access =
      new Access(
          List.of(
              new ApiKey("shop", new Secret("hg_shop")), new ApiKey("ops", new Secret("hg_ops"))));

  @Test
  void namesTheOwnerOfAKey() {
    assertThat(access.identify("hg_shop")).isEqualTo(new Caller("shop"));
    assertThat(access.identify("hg_ops")).isEqualTo(new Caller("ops"));
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
}
