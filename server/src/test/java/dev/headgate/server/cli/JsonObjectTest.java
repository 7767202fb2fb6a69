package dev.headgate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonObjectTest {
  @Test
  void readsWhatItWrites() {
    var written =
        JsonObject.write(out -> {
          out.writeStringProperty("text", "a \"b\"\n");
          out.writeNumberProperty("number", 1.5);
          out.writeBooleanProperty("flag", true);
          out.writeArrayPropertyStart("list");
          out.writeStartObject();
          out.writeNumberProperty("n", 1);
          out.writeEndObject();
          out.writeEndArray();
        });

    var read = JsonObject.parse(written);

    assertThat(read.string("text")).isEqualTo("a \"b\"\n");
    assertThat(read.number("number")).hasValue(1.5);
    assertThat(read.flag("flag")).isTrue();
    assertThat(read.objects("list").getFirst().integer("n")).isEqualTo(1);
  }

  @Test
  void whatIsAbsentIsEmpty() {
    var empty = JsonObject.parse("{\"null\": null}");

    assertThat(empty.has("null")).isFalse();
    assertThat(empty.string("x")).isEmpty();
    assertThat(empty.number("x")).isEmpty();
    assertThat(empty.objects("x")).isEmpty();
    assertThat(empty.object("x").string("y")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "<html>", "{\"a\":}", "\"text\""})
  void refusesWhatIsNoObject(String text) {
    assertThatThrownBy(() -> JsonObject.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
