package dev.headgate.server.cli;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which key a command is about.
final class KeyOptions {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,9})([smhd])");

  @Parameters(paramLabel = "ID", description = "The key's id, or its name if no other has it.")
  String id = "";

  @Option(
      names = "--of",
      paramLabel = "PROJECT",
      description =
          "The project of headgate.yaml that the key belongs to; needed only for a name that keys of several projects have.")
  String project = "";

  @Mixin ProjectOptions folder = new ProjectOptions();

  @Option(names = "--json", description = "Prints one JSON object.")
  boolean json;

  /// Seconds.
  static long seconds(String option, String text) {
    var parts = SPAN.matcher(text);
    if (!parts.matches()) {
      throw new CommandFailed(
          ExitCode.USAGE, "%s is \"%s\"; write 90s, 15m, 2h or 7d".formatted(option, text));
    }
    var number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "s" -> number;
      case "m" -> Duration.ofMinutes(number).toSeconds();
      case "h" -> Duration.ofHours(number).toSeconds();
      default -> Duration.ofDays(number).toSeconds();
    };
  }
}
