package dev.headgate.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The memory of another JVM.
final class Memory {
  private static final Pattern TOTAL =
      Pattern.compile("^Total\\s+\\d+\\s+(\\d+)", Pattern.MULTILINE);
  // What a collector leaves between objects that it did not move is nobody's.
  private static final Pattern FILLER =
      Pattern.compile(
          "^\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+\\S*jdk\\.internal\\.vm\\.Filler", Pattern.MULTILINE);
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private Memory() {}

  /// What is reachable, as full collections find it: the second one also what the first one has
  /// cleaned up after. They stop the process for a while.
  static long liveBytes(Gateway gateway) throws IOException, InterruptedException {
    return Math.min(foundReachable(gateway), foundReachable(gateway));
  }

  private static long foundReachable(Gateway gateway) throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    var process =
        new ProcessBuilder(
                jcmd.toString(), Long.toString(gateway.process().pid()), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var total = TOTAL.matcher(output);
    if (process.waitFor() != 0 || !total.find()) {
      throw new IOException("jcmd failed:\n" + output);
    }
    var fillers =
        FILLER.matcher(output).results().mapToLong(line -> Long.parseLong(line.group(1))).sum();
    return Long.parseLong(total.group(1)) - fillers;
  }

  static long residentBytes(Gateway gateway) throws IOException {
    var status = Files.readString(Path.of("/proc/" + gateway.process().pid() + "/status"));
    var resident = RESIDENT.matcher(status);
    if (!resident.find()) {
      throw new IOException("no VmRSS:\n" + status);
    }
    return Long.parseLong(resident.group(1)) * 1024;
  }
}
