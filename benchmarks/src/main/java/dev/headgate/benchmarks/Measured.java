package dev.headgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Processes whose CPU time can be read, as Linux's `/proc` counts it.
interface Measured extends AutoCloseable {
  /// USER_HZ of every Linux that Java runs on.
  long TICKS_PER_SECOND = 100;

  List<ProcessHandle> processes();

  /// User and system time so far.
  default long cpuMicros() throws IOException {
    var ticks = 0L;
    for (var process : processes()) {
      var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      // The second field is a name in parentheses that may hold spaces: count from behind it.
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
    return ticks * 1_000_000 / TICKS_PER_SECOND;
  }

  @Override
  void close();
}
