package dev.headgate.benchmarks;

import dev.headgate.evals.pii.PiiCase;
import dev.headgate.evals.pii.PiiCases;
import dev.headgate.guardrails.pii.PiiDetector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/// What looking for personal data takes of one thread's CPU: the recognisers of identifiers alone,
/// and with the tagger of names. `--data FILE [--rounds N]`, of texts in a shape that `headgate
/// eval pii` takes.
public final class PiiCost {
  private static final double MEGA = 1e6;

  private PiiCost() {}

  public static void main(String[] arguments) throws IOException {
    var options = Options.of(arguments, "--data=", "--rounds=");
    var data = Path.of(options.values().getOrDefault("--data", ""));
    var texts = PiiCases.read(data).stream().map(PiiCase::text).toList();
    var rounds = (int) options.number("--rounds", 20);
    var bytes =
        texts.stream().mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length).sum();
    var detector = new PiiDetector();
    var recognisers = nanos(texts, rounds * 5, text -> detector.candidates(text).size());
    var all = nanos(texts, rounds, text -> detector.find(text).size());
    System.out.printf(
        Locale.ROOT,
        "%d texts of %.0f bytes: recognisers %.1f MB/s, with names %.2f MB/s, %.0f µs of CPU a KB%n",
        texts.size(),
        (double) bytes / texts.size(),
        bytes / MEGA / (recognisers / 1e9),
        bytes / MEGA / (all / 1e9),
        all / 1e3 / (bytes / 1e3));
  }

  // CPU time of the best of the rounds, after a warm-up of as many.
  private static long nanos(List<String> texts, int rounds, ToIntFunction<String> look) {
    var thread = ManagementFactory.getThreadMXBean();
    var best = Long.MAX_VALUE;
    var found = 0L;
    for (int round = 0; round < 2 * rounds; round++) {
      var began = thread.getCurrentThreadCpuTime();
      for (var text : texts) {
        found += look.applyAsInt(text);
      }
      best = Math.min(best, thread.getCurrentThreadCpuTime() - began);
    }
    if (found < 0) {
      throw new IllegalStateException("never");
    }
    return best;
  }
}
