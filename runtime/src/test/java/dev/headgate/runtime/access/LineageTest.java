package dev.headgate.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.access.Lineage.Step;
import dev.headgate.store.encryption.KeyedHash;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineageTest {
  private static final Lineage LINEAGE =
      new Lineage(
          "tr_1",
          List.of(new Step("feature/help", "abc"), new Step("tool/a,b=c;d~e", "0~1")),
          1_800_000_000_000L,
          5_000_000);

  private final LineageSeal seal = new LineageSeal(new KeyedHash(new byte[] {1, 2, 3}));

  @Test
  void comesBackAsItWasWritten() {
    assertThat(seal.read(seal.write(LINEAGE))).isEqualTo(LINEAGE);
    assertThat(seal.read(seal.write(Lineage.ROOT))).isEqualTo(Lineage.ROOT);
  }

  @Test
  void nobodyMakesItShorterOrLongerOrLater() {
    var text = seal.write(LINEAGE);
    var refused = 0;
    for (int i = 0; i < text.length(); i++) {
      var changed = text.substring(0, i) + (char) (text.charAt(i) ^ 1) + text.substring(i + 1);
      assertRefused(changed);
      assertRefused(text.substring(0, i) + text.substring(i + 1));
      refused++;
    }

    assertThat(refused).isGreaterThan(50);
    var shorter = new Lineage("tr_1", LINEAGE.steps().subList(0, 1), 1_800_000_000_000L, 5_000_000);
    var own = seal.write(shorter);
    assertRefused(own.substring(0, own.indexOf(';')) + text.substring(text.lastIndexOf(';')));
    assertThatThrownBy(() -> new LineageSeal(new KeyedHash(new byte[] {1})).read(text))
        .isInstanceOf(CallFailed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";", "root=;", "root=tr_1", ";;;;"})
  void refusesWhatIsNone(String text) {
    assertRefused(text);
  }

  @Test
  void endsWhatRepeatsItself() {
    assertThatThrownBy(() -> LINEAGE.entering(new Step("feature/help", "abc"), "tr_9", 8))
        .asInstanceOf(type(CallFailed.class))
        .returns(ErrorCode.CALL_RECURSION, CallFailed::code)
        .satisfies(failure -> assertThat(failure.message()).contains("feature/help"));
    assertThatCode(() -> LINEAGE.entering(new Step("feature/help", "other"), "tr_9", 8))
        .doesNotThrowAnyException();
  }

  @Test
  void endsWhatIsTooDeep() {
    var lineage = Lineage.ROOT;
    for (int i = 0; i < 8; i++) {
      lineage = lineage.entering(new Step("feature/f", "" + i), "tr_" + i, 8);
    }
    var deepest = lineage;

    assertThat(deepest.root()).isEqualTo("tr_0");
    assertThatThrownBy(() -> deepest.entering(new Step("feature/f", "8"), "tr_8", 8))
        .asInstanceOf(type(CallFailed.class))
        .returns(ErrorCode.CALL_RECURSION, CallFailed::code)
        .satisfies(failure -> assertThat(failure.message()).contains("limits.max-depth is 8"));
  }

  private void assertRefused(String text) {
    assertThatThrownBy(() -> seal.read(text))
        .asInstanceOf(type(CallFailed.class))
        .returns(ErrorCode.INVALID_REQUEST, CallFailed::code);
  }
}
