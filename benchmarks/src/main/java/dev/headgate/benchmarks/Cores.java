package dev.headgate.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The processors of this machine in two halves, so that a load cannot take from the gateway what
/// it measures: the gateway has the one to itself, load generator and provider have the other.
///
/// @param others their numbers, as `taskset` (util-linux) knows them
record Cores(String gateway, String others, String all) {
  /// Needs two processors, and `taskset`.
  static Cores halves() {
    var count = Runtime.getRuntime().availableProcessors();
    if (count < 2) {
      throw new IllegalStateException("this run needs a machine with two processors or more");
    }
    return new Cores(list(count / 2, count), list(0, count / 2), list(0, count));
  }

  /// What a command begins with that runs on the gateway's processors.
  List<String> gatewayPrefix() {
    return List.of("taskset", "-c", gateway);
  }

  /// This process, and those that it starts from now on, leave the gateway alone.
  void stepAside() throws IOException, InterruptedException {
    confine(others);
  }

  /// This process may run anywhere again.
  void stepBack() throws IOException, InterruptedException {
    confine(all);
  }

  private static void confine(String cores) throws IOException, InterruptedException {
    var command = List.of("taskset", "-a", "-c", "-p", cores, "" + ProcessHandle.current().pid());
    var process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed");
    }
  }

  private static String list(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }
}
