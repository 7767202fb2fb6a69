package dev.headgate.runtime.intents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problem;
import dev.headgate.kernel.config.Problems;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExampleFileTest {
  private final Problems problems = new Problems();

  @Test
  void readsTextsAsRfc4180HasThem() {
    var examples =
        read(
            "text,intent\r\n\"Hello, \"\"you\"\"\",chit-chat\r\n\"two\nlines\",factual\nplain,factual\n\n");

    assertThat(problems.all()).isEmpty();
    assertThat(examples)
        .containsExactly(
            new Example("Hello, \"you\"", "chit-chat"),
            new Example("two\nlines", "factual"),
            new Example("plain", "factual"));
  }

  @Test
  void namesTheLineOfEveryMistake() {
    read("text,intent\na,b,c\n\"two\nlines\",x\nsame,x\nsame,y\n\"open,x\n");

    assertThat(problems.all())
        .extracting(Problem::toString)
        .satisfiesExactly(
            it -> assertThat(it).contains("intents.csv:2:1").contains("found 3 values"),
            it -> assertThat(it).contains("intents.csv:6:1").contains("\"x\" and of \"y\""),
            it -> assertThat(it).contains("intents.csv:7:1").contains("never closed"),
            it -> assertThat(it).contains("intents.csv:7:1").contains("expected a text"));
  }

  @Test
  void wantsTheNamesOfTheColumns() {
    assertThat(read("hello,chit-chat\n")).isEmpty();
    assertThat(problems.all()).hasSize(1);
  }

  private List<Example> read(String text) {
    return ExampleFile.read(new Position("intents.csv", 1, 1), text, problems);
  }
}
