package dev.headgate.compat;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Tests with a client at a gateway, both of their own.
abstract class AtGateway<C> {
  @TempDir Path folder;
  Gateway gateway;
  C client;

  private final Function<Path, Gateway> start;
  private final Function<Gateway, C> connect;
  private final Consumer<C> close;

  AtGateway(Function<Path, Gateway> start, Function<Gateway, C> connect, Consumer<C> close) {
    this.start = start;
    this.connect = connect;
    this.close = close;
  }

  @BeforeEach
  final void start() {
    gateway = start.apply(folder);
    client = connect.apply(gateway);
  }

  @AfterEach
  final void stop() {
    close.accept(client);
    gateway.close();
  }
}
