package dev.headgate.benchmarks;

import dev.headgate.benchmarks.load.Lane;
import dev.headgate.benchmarks.load.Pace;
import dev.headgate.benchmarks.load.Samples;
import dev.headgate.benchmarks.load.Tally;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// L3: half, once, twice, three times and once the capacity, which a ramp has found before. Half of
/// the calls matter more than the others; health checks come along all the time. The gateway has
/// half of the machine to itself: a load of three times its capacity would starve it otherwise.
///
/// Short calls cost little more than their refusal, so two thirds of refusals take much of the
/// processor by themselves; streamed ones cost as much as models' answers do.
final class Overload implements LoadRun {
  private static final List<Double> STEPS = List.of(0.5, 1.0, 2.0, 3.0, 1.0);
  private static final int ONCE = 1;
  private static final int THREE_TIMES = 3;
  private static final int DOWN = 4;
  private static final double CALM = 0.7;
  private static final double TOO_MUCH = 2;
  private static final String SHORT = "delay=20 bytes=1024";
  private static final Duration SHORT_LENGTH = Duration.ofMillis(20);
  private static final String STREAMED = "events=40 every=25";
  private static final Duration STREAMED_LENGTH = Duration.ofSeconds(1);
  private static final int HEALTH_PER_SECOND = 10;
  private static final int WARM_UP_PER_SECOND = 200;
  private static final double LEAST_GOODPUT_PERCENT = 90;
  private static final double MOST_SHED_MILLIS = 5;
  private static final double MOST_RECOVERY_SECONDS = 10;
  private static final BenchmarkProject.Key HIGH =
      new BenchmarkProject.Key("high", "hg_benchmark_key_high_0123456789", "high", 0);
  private static final BenchmarkProject.Key LOW =
      new BenchmarkProject.Key("low", "hg_benchmark_key_low_01234567890", "low", 0);

  private final boolean streams;

  private Overload(boolean streams) {
    this.streams = streams;
  }

  /// Calls of a kilobyte in and out.
  static Overload ofShortCalls() {
    return new Overload(false);
  }

  /// Answers of forty events in a second.
  static Overload ofStreams() {
    return new Overload(true);
  }

  /// What became of the calls of a step.
  private record Step(
      double offered, Samples answered, Samples refused, int failed, double seconds) {
    double goodput() {
      return answered.size() / seconds;
    }
  }

  @Override
  public Figures measure(Stage.Setting setting) throws IOException, InterruptedException {
    var cores = Cores.halves();
    cores.stepAside();
    try (var stage = Stage.open(setting, cores, List.of(HIGH, LOW))) {
      var request = request(HIGH);
      stage.warmUp(setting, setting.scaled(WARM_UP_PER_SECOND), request);
      // To refuse is compiled as well in a server that has been up for long.
      var roughly =
          Capacity.find(stage, request, streams ? STREAMED_LENGTH : SHORT_LENGTH, setting);
      load(stage, List.of(new Pace.Step(TOO_MUCH * roughly, setting.warmUp())));
      var capacity =
          Capacity.find(stage, request, streams ? STREAMED_LENGTH : SHORT_LENGTH, setting);
      var calm = load(stage, List.of(new Pace.Step(CALM * capacity, setting.length())));
      var steps =
          STEPS.stream().map(times -> new Pace.Step(times * capacity, setting.length())).toList();
      var tallies = load(stage, steps);
      return figures(capacity, both(calm), tallies, setting.length());
    } finally {
      cores.stepBack();
    }
  }

  /// The tallies of important calls, others, and health checks.
  private List<Tally> load(Stage stage, List<Pace.Step> steps)
      throws IOException, InterruptedException {
    var half =
        new Pace(
            steps.stream()
                .map(step -> new Pace.Step(step.callsPerSecond() / 2, step.length()))
                .toList());
    var health = Pace.steady(HEALTH_PER_SECOND, half.length());
    return Stage.load(
        stage.port(),
        List.of(
            new Lane("high", half, request(HIGH)),
            new Lane("low", half, request(LOW)),
            new Lane("health", health, Lane.get("/healthz"))));
  }

  private byte[] request(BenchmarkProject.Key key) {
    return streams ? Stage.streamedCall(key.text(), STREAMED) : Stage.call(key.text(), SHORT);
  }

  private static Samples both(List<Tally> tallies) {
    var all = new Samples();
    all.addAll(tallies.get(0).answered());
    all.addAll(tallies.get(1).answered());
    return all;
  }

  private Figures figures(double capacity, Samples calm, List<Tally> tallies, Duration length) {
    var figures =
        new Figures(
                streams
                    ? "L3 overload, streamed: 0.5, 1, 2, 3, 1 × capacity"
                    : "L3 overload: 0.5, 1, 2, 3, 1 × capacity")
            .add("capacity calls/s", capacity);
    figures.add("0.7 × p99 ms", calm.p99());
    var steps = new ArrayList<Step>();
    for (int i = 0; i < STEPS.size(); i++) {
      steps.add(step(tallies, i, STEPS.get(i) * capacity, length));
      describe(figures, STEPS.get(i) + (i == DOWN ? " × again" : " ×"), steps.getLast());
    }
    describeClasses(figures, tallies, length);
    Stage.explain(figures, "the important calls", tallies.get(0));
    Stage.explain(figures, "the other calls", tallies.get(1));
    Stage.explain(figures, "the health checks", tallies.get(2));
    return judge(figures, steps, calm, tallies, length);
  }

  private static Step step(List<Tally> tallies, int index, double offered, Duration length) {
    var from = index * length.toMillis();
    var to = from + length.toMillis();
    var answered = new Samples();
    var refused = new Samples();
    var failed = 0;
    for (var tally : tallies.subList(0, 2)) {
      answered.addAll(tally.answered().between(from, to));
      refused.addAll(tally.refused().between(from, to));
      failed += tally.failed().between(from, to).size();
    }
    return new Step(offered, answered, refused, failed, length.toMillis() / 1e3);
  }

  private static void describe(Figures figures, String name, Step step) {
    figures
        .add(name + " offered/s", step.offered())
        .add(name + " goodput/s", step.goodput())
        .add(name + " p50 ms", step.answered().p50())
        .add(name + " p99 ms", step.answered().p99())
        .add(name + " refused/s", step.refused().size() / step.seconds())
        .add(name + " refusal p50 ms", step.refused().p50())
        .add(name + " refusal p99 ms", step.refused().p99())
        .add(name + " failed", step.failed());
  }

  private static void describeClasses(Figures figures, List<Tally> tallies, Duration length) {
    var from = THREE_TIMES * length.toMillis();
    var to = from + length.toMillis();
    var seconds = length.toMillis() / 1e3;
    figures
        .add("3 × goodput of important calls/s", count(tallies.get(0), from, to) / seconds)
        .add("3 × goodput of the others/s", count(tallies.get(1), from, to) / seconds)
        .add("3 × health p99 ms", tallies.get(2).answered().between(from, to).p99());
  }

  private static int count(Tally tally, long from, long to) {
    return tally.answered().between(from, to).size();
  }

  private static Figures judge(
      Figures figures, List<Step> steps, Samples calm, List<Tally> tallies, Duration length) {
    var peak = steps.stream().mapToDouble(Step::goodput).max().orElse(Double.NaN);
    var over = steps.get(THREE_TIMES);
    var health = tallies.get(2);
    return figures
        .goal(
            Goal.atLeast(
                "goodput at 3 × of its peak",
                100 * over.goodput() / peak,
                LEAST_GOODPUT_PERCENT,
                "%"))
        .goal(Goal.atMost("p99 of answers at 3 ×", over.answered().p99(), 2 * calm.p99(), "ms"))
        .goal(
            Goal.atMost(
                "p99 of a refusal at 3 ×",
                over.refused().size() == 0 ? 0 : over.refused().p99(),
                MOST_SHED_MILLIS,
                "ms"))
        .goal(
            Goal.none(
                "refusals without Retry-After",
                tallies.get(0).refusedWithoutRetryAfter()
                    + tallies.get(1).refusedWithoutRetryAfter()))
        .goal(
            Goal.none(
                "health checks not answered", health.failed().size() + health.refused().size()))
        .goal(
            Goal.none(
                "calls that failed otherwise",
                tallies.get(0).failed().size() + tallies.get(1).failed().size()))
        .goal(
            Goal.atMost(
                "recovery after the step down",
                recoverySeconds(steps.get(DOWN), steps.get(ONCE).answered().p99(), length),
                MOST_RECOVERY_SECONDS,
                "s"));
  }

  /// Seconds after the step down until the first one whose p99 is that of the same load before.
  private static double recoverySeconds(Step down, double basis, Duration length) {
    var start = DOWN * length.toMillis();
    for (int second = 0; second < length.toSeconds(); second++) {
      var from = start + second * 1_000L;
      var p99 = down.answered().between(from, from + 1_000).p99();
      if (p99 <= basis) {
        return second;
      }
    }
    return Double.POSITIVE_INFINITY;
  }
}
