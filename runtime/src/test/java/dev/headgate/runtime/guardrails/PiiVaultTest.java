package dev.headgate.runtime.guardrails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.guardrails.Finding;
import dev.headgate.kernel.guardrails.SpanDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PiiVaultTest {
  private static final PiiPolicy POLICY =
      new PiiPolicy(new Numbers(), Mode.ENFORCE, .5, Map.of(), PiiAction.TOKENISE, false);

  @Test
  void oneValueHasOnePlaceholder() {
    var vault = POLICY.open();

    assertThat(vault.hide("a", "12 and 34 and 12"))
        .isEqualTo("[NUMBER_1] and [NUMBER_2] and [NUMBER_1]");
    assertThat(vault.restore("[NUMBER_2]+[NUMBER_1]+[NUMBER_3]")).isEqualTo("34+12+[NUMBER_3]");
  }

  @Test
  void aPlaceholderThatTheCallerWroteIsNotGivenOut() {
    var vault = POLICY.open();
    var text = "say [NUMBER_4] and 56";
    vault.reserve(text);

    var hidden = vault.hide("a", "56");

    assertThat(hidden).isEqualTo("[NUMBER_5]");
    assertThat(vault.restore("[NUMBER_4] [NUMBER_5]")).isEqualTo("[NUMBER_4] 56");
  }

  @Test
  void aStreamIsRestoredHoweverItWasCut() {
    var vault = POLICY.open();
    var _ = vault.hide("a", "12 34");
    var whole = "x[[NUMBER_1] [y] [NUMBER_2][NUMBER_ [NUMBER_2";
    var restored = "x[12 [y] 34[NUMBER_ [NUMBER_2";

    for (int first = 0; first <= whole.length(); first++) {
      for (int second = first; second <= whole.length(); second++) {
        var pieces = new ArrayList<String>();
        var restorer = new PiiRestorer(vault, pieces::add);
        restorer.accept(whole.substring(0, first));
        restorer.accept(whole.substring(first, second));
        restorer.accept(whole.substring(second));
        restorer.end();
        assertThat(String.join("", pieces)).isEqualTo(restored);
      }
    }
  }

  @Test
  void aTextThatIsNoPlaceholderIsNotHeldBackForLong() {
    var vault = POLICY.open();
    var _ = vault.hide("a", "12");
    var out = new StringBuilder();
    var restorer = new PiiRestorer(vault, out::append);

    restorer.accept("[" + "A".repeat(PiiVault.LONGEST));

    assertThat(out).hasSize(PiiVault.LONGEST + 1);
  }

  @Test
  void afterTheCallNothingIsLeft() {
    var vault = POLICY.open();
    var _ = vault.hide("a", "12");
    vault.close();

    assertThat(vault.holdsValues()).isFalse();
    assertThat(vault.toString()).isEqualTo("***");
    assertThatThrownBy(() -> vault.find("[NUMBER_1]")).isInstanceOf(IllegalStateException.class);
  }

  private static final class Numbers implements SpanDetector {
    @Override
    public String name() {
      return "pii";
    }

    @Override
    public Set<String> kinds() {
      return Set.of("NUMBER");
    }

    @Override
    public List<Finding> find(String text) {
      var findings = new ArrayList<Finding>();
      for (int i = 0; i + 1 < text.length(); i++) {
        if (Character.isDigit(text.charAt(i)) && Character.isDigit(text.charAt(i + 1))) {
          findings.add(new Finding("NUMBER", i, i + 2, 1));
          i++;
        }
      }
      return findings;
    }
  }
}
