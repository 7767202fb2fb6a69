package dev.headgate.runtime.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.runtime.access.Priority;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

final class DelayProbeTest {
  private static final int MOST = 1_000;
  private static final int CALLERS = 400;
  private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Admission admission = admission(Duration.ofMillis(5));

  @Test
  void aMachineWithTimeIsLeftAlone() throws Exception {
    var patient = admission(Duration.ofMillis(250));
    try (var _ = new DelayProbe(patient, Thread.ofPlatform().daemon().factory())) {
      Thread.sleep(Duration.ofMillis(500));

      assertThat(patient.limit()).isEqualTo(MOST);
    }
  }

  /// Each caller has one request under way at any time, so most of them wait in their sockets.
  @Test
  void seesWhatWaitsInSocketsForAThread() throws Exception {
    var callers = new ArrayList<Caller>();
    var servers = new ArrayList<Thread>();
    var requests = Thread.ofPlatform().daemon().unstarted(() -> keepAsking(callers));
    try (var _ = new DelayProbe(admission, Thread.ofPlatform().daemon().factory());
        var _ = admission.enter(Priority.NORMAL, "a", 0, null)) {
      for (int i = 0; i < CALLERS; i++) {
        var caller = new Caller(Pipe.open(), new AtomicBoolean(true));
        callers.add(caller);
        servers.add(Thread.ofVirtual().start(caller::serve));
      }
      requests.start();

      assertThat(soon(() -> admission.limit() < MOST / 2)).isTrue();
    } finally {
      requests.interrupt();
      requests.join();
      for (var caller : callers) {
        caller.pipe.sink().close();
        caller.pipe.source().close();
      }
      for (var server : servers) {
        server.join();
      }
    }
  }

  private static Admission admission(Duration target) {
    return new Admission(new OverloadConfig(target, 20, MOST, 0, Duration.ZERO), new LimitCounts());
  }

  private record Caller(Pipe pipe, AtomicBoolean answered) {
    void ask() throws IOException {
      if (answered.compareAndSet(true, false)) {
        pipe.sink().write(ByteBuffer.allocate(1));
      }
    }

    void serve() {
      var one = ByteBuffer.allocate(1);
      try {
        while (pipe.source().read(one.clear()) > 0) {
          spin();
          answered.set(true);
        }
      } catch (IOException _) {
        // Closed.
      }
    }
  }

  private static void keepAsking(List<Caller> callers) {
    try {
      while (true) {
        for (var caller : callers) {
          caller.ask();
        }
        Thread.sleep(1);
      }
    } catch (InterruptedException | IOException _) {
      // The test is over.
    }
  }

  private static void spin() {
    var until = System.nanoTime() + WORK_NANOS;
    while (System.nanoTime() - until < 0) {
      Thread.onSpinWait();
    }
  }

  private static boolean soon(BooleanSupplier met) throws InterruptedException {
    var giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!met.getAsBoolean() && System.nanoTime() < giveUp) {
      Thread.sleep(10);
    }
    return met.getAsBoolean();
  }
}
