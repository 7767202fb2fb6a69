package dev.headgate.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

final class OpenLoopTest {
  private static final byte[] REQUEST = Lane.get("/");
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  private static final long STALL_MILLIS = 500;

  /// A closed loop would send one call during the stall, and find it slow alone.
  @Test
  void aServerThatStallsIsSlowForEveryCallThatWasDueMeanwhile() throws Exception {
    var stall = new ReentrantLock();
    var answers = new AtomicInteger();
    try (var server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
      serve(
          server,
          () -> {
            stall.lock();
            try {
              if (answers.incrementAndGet() == 50) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(STALL_MILLIS));
              }
              return OK;
            } finally {
              stall.unlock();
            }
          });

      var tally = run(server, 1, 200);

      assertThat(tally.answered().size()).isEqualTo(200);
      // 200 calls within a second, half of them due within the stall.
      assertThat(tally.answered().percentile(100)).isGreaterThanOrEqualTo(STALL_MILLIS);
      assertThat(tally.answered().percentile(85)).isGreaterThan(STALL_MILLIS / 4.0);
    }
  }

  @Test
  void refusalsAndFailuresAreNotAnswers() throws Exception {
    var answers = new AtomicInteger();
    try (var server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
      serve(
          server,
          () ->
              switch (answers.getAndIncrement() % 4) {
                case 0 -> OK;
                case 1 -> "HTTP/1.1 429 Slow Down\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n";
                case 2 -> "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";
                default -> "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n";
              });

      var tally = run(server, 1, 100);

      assertThat(tally.answered().size()).isEqualTo(25);
      assertThat(tally.refused().size()).isEqualTo(50);
      assertThat(tally.refusedWithoutRetryAfter()).isEqualTo(25);
      assertThat(tally.failures()).containsEntry("status 500", 25).hasSize(1);
    }
  }

  @Test
  void everyCallOfTheScheduleIsCountedWhenTheServerHangsUp() throws Exception {
    try (var server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
      serve(
          server,
          () -> {
            throw new IOException("hangs up");
          });

      var tally = run(server, 4, 100);

      assertThat(tally.answered().size()).isZero();
      assertThat(tally.failed().size()).isEqualTo(100);
    }
  }

  private static Tally run(ServerSocket server, int connections, int callsPerSecond)
      throws IOException, InterruptedException {
    var pace = Pace.steady(callsPerSecond, Duration.ofSeconds(1));
    return OpenLoop.run(
            server.getLocalPort(), connections, List.of(new Lane("calls", pace, REQUEST)))
        .getFirst();
  }

  private interface Script {
    String answer() throws IOException;
  }

  private static void serve(ServerSocket server, Script script) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              var caller = server.accept();
              Thread.ofVirtual().start(() -> serve(caller, script));
            }
          } catch (IOException _) {
            // The test has ended.
          }
        });
  }

  private static void serve(Socket caller, Script script) {
    try (caller) {
      var in = new BufferedReader(new InputStreamReader(caller.getInputStream(), US_ASCII));
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isEmpty()) {
          caller.getOutputStream().write(script.answer().getBytes(US_ASCII));
        }
      }
    } catch (IOException _) {
      // It hangs up, or the load has ended.
    }
  }
}
