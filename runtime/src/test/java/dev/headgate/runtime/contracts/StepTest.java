package dev.headgate.runtime.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.headgate.kernel.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StepTest {
  private static Json number(char point, String text) {
    return new Step.Change.ReadNumber(point).apply(new Json.Text(text));
  }

  @Test
  void changesEveryElementThatAPointerNames() {
    var document =
        Json.Obj.of(
            "items",
            new Json.Arr(
                List.of(
                    Json.Obj.of("name", new Json.Text(" a ")),
                    Json.Obj.of("name", Json.Num.of(1)))));

    var changed = new Step("/items/*/name", new Step.Change.Trim()).apply(document);

    assertThat(JsonTexts.write(changed)).isEqualTo("{\"items\":[{\"name\":\"a\"},{\"name\":1}]}");
  }

  @Test
  void leavesWhatIsNotThere() {
    var document = Json.Obj.of("a", Json.TRUE);

    assertThat(new Step("/b/c", new Step.Change.Trim()).apply(document)).isEqualTo(document);
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "0.5, 0.5", "1e2, 1"})
  void clampsNumbers(String literal, String expected) {
    var clamp = new Step.Change.Clamp(BigDecimal.ZERO, BigDecimal.ONE);

    assertThat(clamp.apply(new Json.Num(literal))).isEqualTo(new Json.Num(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1,234.50 €|1234.50", "$ 12|12", "-0.5|-0.5", "1'000|1000"})
  void readsNumbersWithAPoint(String text, String expected) {
    assertThat(number('.', text)).isEqualTo(new Json.Num(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1,5", "1.2.3", "about 7", "12 apples", "1,23.4"})
  void leavesWhatIsNoSuchNumber(String text) {
    assertThat(number('.', text)).isEqualTo(new Json.Text(text));
  }

  @Test
  void readsNumbersWithAComma() {
    assertThat(number(',', "1.234,5")).isEqualTo(new Json.Num("1234.5"));
  }

  @Test
  void replacesAndRedacts() {
    var map = new Step.Change.Replace(Map.of("yes", Json.TRUE));
    var redact = new Step.Change.Redact(Pattern.compile("[0-9]{4}"), "$1");

    assertThat(map.apply(new Json.Text("yes"))).isEqualTo(Json.TRUE);
    assertThat(map.apply(new Json.Text("no"))).isEqualTo(new Json.Text("no"));
    assertThat(redact.apply(new Json.Text("PIN 1234."))).isEqualTo(new Json.Text("PIN $1."));
  }
}
