package dev.headgate.benchmarks;

import dev.headgate.benchmarks.load.Lane;
import dev.headgate.benchmarks.load.Pace;
import dev.headgate.benchmarks.load.Samples;
import dev.headgate.benchmarks.load.Tally;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// L6: 50 keys with the same limit; 49 use half of it, one ten times of it.
final class Tenants implements LoadRun {
  private static final int QUIET = 49;
  private static final int LIMIT_PER_SECOND = 10;
  private static final int QUIET_PER_SECOND = 5;
  private static final int NOISY_PER_SECOND = 100;
  private static final long STAGGER_MILLIS = 4;
  private static final String SCRIPT = "delay=20 bytes=1024";
  private static final double MOST_SLOWER = 1.1;

  @Override
  public Figures measure(Stage.Setting setting) throws IOException, InterruptedException {
    var keys = keys();
    try (var stage = Stage.open(setting, "", keys)) {
      var _ = load(stage, keys, 0, setting.warmUp());
      var before = load(stage, keys, 0, setting.length());
      var during = load(stage, keys, NOISY_PER_SECOND, setting.length());
      var noisy = during.getLast();
      var quiet = during.subList(0, QUIET);
      var alone = answered(before.subList(0, QUIET));
      var beside = answered(quiet);
      var figures =
          new Figures("L6 tenants: one at 10 × its limit, 49 quiet")
              .add("quiet alone, p50 ms", alone.p50())
              .add("quiet alone, p99 ms", alone.p99())
              .add("quiet beside the noisy one, p50 ms", beside.p50())
              .add("quiet beside the noisy one, p99 ms", beside.p99())
              .add("noisy: answered", noisy.answered().size())
              .add("noisy: refused", noisy.refused().size())
              .add("noisy: refusal p99 ms", noisy.refused().p99());
      Stage.explain(figures, "the noisy one's calls", noisy);
      quiet.forEach(tally -> Stage.explain(figures, "a quiet one's calls", tally));
      // A full bucket, and what flows in meanwhile.
      var allowed = LIMIT_PER_SECOND * (setting.length().toMillis() / 1e3 + 1);
      return figures
          .goal(
              Goal.atMost("quiet p99, times as long", beside.p99() / alone.p99(), MOST_SLOWER, ""))
          .goal(Goal.none("quiet calls refused or failed", unanswered(quiet)))
          .goal(Goal.atMost("noisy calls answered", noisy.answered().size(), allowed, ""))
          .goal(
              Goal.none(
                  "noisy calls with another end than 200 or 429",
                  noisy.failed().size() + noisy.busy()))
          .goal(Goal.none("refusals without Retry-After", noisy.refusedWithoutRetryAfter()));
    }
  }

  private static List<BenchmarkProject.Key> keys() {
    var keys = new ArrayList<BenchmarkProject.Key>();
    for (int i = 0; i <= QUIET; i++) {
      var text = "hg_benchmark_tenant_%02d_0123456789".formatted(i);
      keys.add(new BenchmarkProject.Key("tenant-" + i, text, "", LIMIT_PER_SECOND));
    }
    return keys;
  }

  /// The last key is the noisy one.
  private static List<Tally> load(
      Stage stage, List<BenchmarkProject.Key> keys, double noisyPerSecond, Duration length)
      throws IOException, InterruptedException {
    var lanes = new ArrayList<Lane>();
    for (var key : keys) {
      var rate = lanes.size() == QUIET ? noisyPerSecond : QUIET_PER_SECOND;
      // Nobody begins at the same moment as another.
      var wait = new Pace.Step(0, Duration.ofMillis(lanes.size() * STAGGER_MILLIS));
      var pace = new Pace(List.of(wait, new Pace.Step(rate, length)));
      lanes.add(new Lane(key.name(), pace, Stage.call(key.text(), SCRIPT)));
    }
    return Stage.load(stage.port(), lanes);
  }

  private static Samples answered(List<Tally> tallies) {
    var all = new Samples();
    tallies.forEach(tally -> all.addAll(tally.answered()));
    return all;
  }

  private static int unanswered(List<Tally> tallies) {
    return tallies.stream().mapToInt(tally -> tally.refused().size() + tally.failed().size()).sum();
  }
}
