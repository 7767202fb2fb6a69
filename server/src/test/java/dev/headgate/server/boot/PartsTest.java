package dev.headgate.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PartsTest {
  private final List<String> closed = new ArrayList<>();
  private final Parts parts = new Parts();

  @Test
  void closesEveryPartInReverseThoughOneFails() {
    parts.keep("directory", closed::add);
    parts.keep("database", PartsTest::fail);
    parts.keep("index", PartsTest::fail);
    parts.keep("timer", closed::add);

    assertThatThrownBy(parts::close)
        .hasMessage("index")
        .satisfies(failure ->
            assertThat(failure.getSuppressed()).extracting("message").containsOnly("database"));
    assertThat(closed).containsExactly("timer", "directory");
  }

  @Test
  void keepsTheReasonForWhichItCloses() {
    var reason = new IllegalArgumentException("no such model");
    parts.keep("directory", closed::add);
    parts.keep("database", PartsTest::fail);

    parts.closeAfter(reason);

    assertThat(reason.getSuppressed()).extracting("message").containsOnly("database");
    assertThat(closed).containsExactly("directory");
  }

  private static void fail(String part) {
    throw new IllegalStateException(part);
  }
}
