package dev.headgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;

/// The loads that the gateway must hold: L1, L2, L3 (of short calls and of streams), L4, L6 and L7,
/// each against its goals.
///
/// `--seconds N` is the length of each load, of each step for L3, 60 unless told; `--warm-up N`
/// comes before it, 20 unless told; `--runs L1,L3` chooses; `--scale 0.1` is a tenth of every load,
/// to try the run itself; `--without limits,budgets,payloads` leaves parts of the gateway out;
/// `--json` prints one object a line. Ends with 1 if a goal was missed.
///
/// The load generator, the gateway and the provider share the machine, so what the first and the
/// last one take is missing in the gateway's capacity.
public final class LoadRuns {
  private static final int SECONDS = 60;
  private static final int WARM_UP_SECONDS = 20;

  private LoadRuns() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    var options =
        Options.of(args, "--seconds=", "--warm-up=", "--runs=", "--scale=", "--without=", "--json");
    var chosen = options.words("--runs");
    var runs = runs();
    require(runs.keySet(), chosen, "--runs");
    require(BenchmarkProject.PARTS, options.words("--without"), "--without");
    var passed = true;
    for (var run : runs.entrySet()) {
      if (chosen.isEmpty() || chosen.contains(run.getKey())) {
        var figures = measure(run.getValue(), options);
        System.out.println(options.has("--json") ? figures.toJson() : figures.toText());
        passed &= figures.isPassed();
      }
    }
    System.exit(passed ? 0 : 1);
  }

  private static SequencedMap<String, LoadRun> runs() {
    var runs = new LinkedHashMap<String, LoadRun>();
    runs.put("L1", new SteadyLoad());
    runs.put("L2", new StreamLoad());
    runs.put("L3", Overload.ofShortCalls());
    runs.put("L3-streams", Overload.ofStreams());
    runs.put("L4", new SlowClients());
    runs.put("L6", new Tenants());
    runs.put("L7", new ManyConnections());
    return runs;
  }

  private static void require(Set<String> known, Set<String> named, String option) {
    for (var name : named) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(option + " knows " + known + ", not " + name);
      }
    }
  }

  private static Figures measure(LoadRun run, Options options)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("headgate-load");
    try {
      var setting =
          new Stage.Setting(
              folder,
              options.seconds("--seconds", SECONDS),
              options.seconds("--warm-up", WARM_UP_SECONDS),
              options.number("--scale", 1),
              options.words("--without"));
      var figures = run.measure(setting);
      return setting.scale() == 1 ? figures : figures.note("scaled by " + setting.scale());
    } finally {
      Folders.delete(folder);
    }
  }
}
