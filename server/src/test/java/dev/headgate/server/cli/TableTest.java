package dev.headgate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {
  @Test
  void alignsNumbersToTheRightAndTextToTheLeft() {
    var table = new Table(">#", "name", "text");
    table.add("1", "größer", "a");
    table.add("10", "x", "b");

    assertThat(table).hasToString(" #  name    text\n 1  größer  a\n10  x       b");
  }
}
