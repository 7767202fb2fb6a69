package dev.headgate.runtime.pipeline;

import dev.headgate.runtime.cache.Seat;
import org.jspecify.annotations.Nullable;

/// One call's turn to ask what others wait for, if it has one: given up with the call, whichever
/// way that ends. One thread.
final class Turn implements AutoCloseable {
  private @Nullable Seat seat;

  void take(Seat free) {
    seat = free;
  }

  @Override
  public void close() {
    if (seat != null) {
      seat.close();
    }
  }
}
