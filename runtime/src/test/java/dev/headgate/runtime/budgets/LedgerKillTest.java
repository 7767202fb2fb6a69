package dev.headgate.runtime.budgets;

import static dev.headgate.runtime.budgets.LedgerHouse.budget;
import static dev.headgate.runtime.budgets.LedgerHouse.by;
import static dev.headgate.runtime.budgets.LedgerHouse.money;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.money.Bound;
import dev.headgate.kernel.money.Money;
import dev.headgate.kernel.money.WorstCase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that calls a provider from many threads is killed as by `kill -9`, again and again on
/// the same data directory.
final class LedgerKillTest {
  private static final String LIMIT = "$100";

  @TempDir private Path folder;

  private long reported;

  @Test
  void losesNoMoneyWhenItIsKilled() throws Exception {
    run(3);
  }

  @Test
  @Tag("all")
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void losesNoMoneyWhenItIsKilledTwoHundredTimes() throws Exception {
    run(200);
  }

  private void run(int rounds) throws Exception {
    var random = new Random(rounds);
    for (int round = 0; round < rounds; round++) {
      kill(round, random.nextInt(150));
      check();
    }
    assertThat(reported).isPositive();
  }

  private void kill(int round, int milliseconds) throws IOException, InterruptedException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            Caller.class.getName(),
            folder.toString(),
            "" + round);
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var lines = new ArrayList<String>();
    try (var output = process.inputReader(UTF_8)) {
      // The first line says that calls run; the moment of the kill is the seed's.
      var first = output.readLine();
      assertThat(first).isNotNull();
      lines.add(first);
      var _ = process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
      process.toHandle().destroyForcibly();
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    } catch (IOException _) {
      // The pipe broke with the process.
    }
    var _ = process.waitFor();
    for (var line : lines) {
      // The last line may be cut.
      if (line.endsWith(";")) {
        reported += Long.parseLong(line.substring(0, line.length() - 1));
      }
    }
  }

  private void check() {
    try (var house = LedgerHouse.open(folder, InstantSource.system(), budget("b", LIMIT, true))) {
      var paid = 0L;
      for (var window : house.store().allWindows()) {
        var amounts = window.amounts();
        assertThat(amounts.spent() + amounts.held()).isLessThanOrEqualTo(window.terms().limit());
        assertThat(amounts.held()).isZero();
        assertThat(house.store().entries(window.id())).isEqualTo(amounts.spent());
        paid += amounts.spent();
      }
      assertThat(paid).isGreaterThanOrEqualTo(reported);
    }
  }

  /// Calls a provider and says what it charged, before anybody writes that down.
  static final class Caller {
    private Caller() {}

    public static void main(String[] arguments) {
      var house =
          LedgerHouse.open(Path.of(arguments[0]), InstantSource.system(), budget("b", LIMIT, true));
      System.out.println("0;");
      for (int thread = 0; thread < 8; thread++) {
        var random = new Random(Long.parseLong(arguments[1]) * 8 + thread);
        Thread.ofPlatform().start(() -> call(house, random));
      }
    }

    private static void call(LedgerHouse house, Random random) {
      var worst = money("$0.00005");
      while (true) {
        var bound = new Bound.Known(new WorstCase(worst, new Money(1)));
        try (var hold = house.ledger().hold(by("k"), bound, "p", "m")) {
          // The request goes out at once; the caller waits for the disk before its first byte.
          var cost = random.nextLong(hold.amount().nanos() + 1);
          if (random.nextBoolean()) {
            hold.awaitDurable();
          }
          System.out.println(cost + ";");
          hold.settle(new Money(cost), Usage.NONE, "m");
        } catch (CallFailed _) {
          System.out.println("0;");
        }
      }
    }
  }
}
