package dev.headgate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ServerEventsTest {
  @Test
  void readsEventsAndPassesOverComments() throws IOException {
    var body = ": still here\n\nevent: delta\ndata: {\"text\":\"ö\"}\n\ndata: {}\n\n";
    var events = new ServerEvents(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));

    var first = events.next();
    var second = events.next();

    assertThat(first.name()).isEqualTo("delta");
    assertThat(first.data().string("text")).isEqualTo("ö");
    assertThat(second.name()).isEmpty();
    assertThat(events.next()).isNull();
  }
}
