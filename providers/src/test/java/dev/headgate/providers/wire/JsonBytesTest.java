package dev.headgate.providers.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

final class JsonBytesTest {
  @Test
  void writesWhatItReads() {
    var text = "{\"b\":[1,2.50,-3e7,true,false,null,\"é\\n\"],\"a\":{}}";

    assertThat(JsonBytes.text(JsonBytes.read(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.50", "-3e7,2", "\"a\",[1],{}", "[1.0],7"})
  void keepsTheSpellingOfManyNumbersAndWhatFollowsThem(String last) {
    var text = "[" + "0.10,".repeat(JsonBytes.FEW_NUMBERS) + last + "]";

    assertThat(JsonBytes.text(JsonBytes.read(text))).isEqualTo(text);
  }

  @Test
  void manyNumbersAreEqualToAsManyValues() {
    var text = "[" + "0.10,".repeat(JsonBytes.FEW_NUMBERS) + "1]";
    var values = new ArrayList<>(((Json.Arr) JsonBytes.read(text)).elements());

    assertThat(JsonBytes.read(text))
        .isEqualTo(new Json.Arr(values))
        .hasSameHashCodeAs(new Json.Arr(values));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "{\"a\":1,\"a\":2}", "NaN", "[1,]"})
  void refusesWhatIsNotOneValue(String text) {
    assertThatThrownBy(() -> JsonBytes.read(text)).isInstanceOf(JacksonException.class);
  }

  @Test
  void refusesWhatIsNestedTooDeeply() {
    assertThatThrownBy(() -> JsonBytes.read("[".repeat(JsonBytes.MAX_DEPTH + 1)))
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void theOrderOfMembersIsKeptAndDoesNotMatter() {
    assertThat(JsonBytes.read("{\"a\":1,\"b\":2}")).isEqualTo(JsonBytes.read("{\"b\":2,\"a\":1}"));
    assertThat(((Json.Obj) JsonBytes.read("{\"b\":2,\"a\":1}")).members().sequencedKeySet())
        .containsExactly("b", "a");
  }
}
