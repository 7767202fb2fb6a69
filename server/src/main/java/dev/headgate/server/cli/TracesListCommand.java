package dev.headgate.server.cli;

import dev.headgate.server.admin.AdminRoutes;
import dev.headgate.store.traces.TraceFilter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists calls, newest first.")
final class TracesListCommand implements Action {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final Pattern AGE = Pattern.compile("(\\d{1,9})([smhd])");

  @Option(names = "--feature", paramLabel = "NAME", description = "Only calls to this feature.")
  private String feature = "";

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only calls that ended so: ok, or an error code such as provider_timeout.")
  private String status = "";

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "Only calls to this model, requested or answered.")
  private String model = "";

  @Option(names = "--caller", paramLabel = "NAME", description = "Only calls of this key's owner.")
  private String caller = "";

  @Option(
      names = "--since",
      paramLabel = "AGE",
      description = "Only calls not older than this: 90s, 15m, 2h or 7d.")
  private @Nullable String since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Most calls, 1 to 1000; ${DEFAULT-VALUE} by default.")
  private int limit = AdminRoutes.DEFAULT_TRACES;

  @Option(
      names = "--before",
      paramLabel = "TRACE",
      description = "Only calls before this one: the next page.")
  private String before = "";

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    if (limit < 1 || limit > AdminRoutes.MAX_TRACES) {
      throw new CommandFailed(
          ExitCode.USAGE, "--limit is %d; it is 1 to %d".formatted(limit, AdminRoutes.MAX_TRACES));
    }
    var from = since == null ? 0 : System.currentTimeMillis() - age(since).toMillis();
    var filter = new TraceFilter(caller, feature, status, model, from);
    try (var session = Sessions.openRecords(project, terminal)) {
      var page = session.traces(filter, limit, before);
      terminal.print(json ? page.text() : text(page));
    }
    return ExitCode.OK;
  }

  private static String text(JsonObject page) {
    var table =
        new Table("trace", "started", ">ms", "status", "called", "tier", ">tokens in", ">out");
    for (var trace : page.objects("traces")) {
      var called = trace.string("feature");
      table.add(
          trace.string("trace_id"),
          time(trace.integer("started_at_ms")),
          AnswerText.decimals(trace.number("duration_ms").orElse(0), 1),
          trace.string("status"),
          called.isEmpty() ? trace.string("request_model") : called,
          trace.string("tier"),
          tokens(trace, "input_tokens", "estimated"),
          tokens(trace, "output_tokens", "estimated"));
    }
    return table.isEmpty() ? "No calls." : table.toString();
  }

  /// What a provider did not report is unknown, and not 0; of what is not all there is more.
  static String tokens(JsonObject counted, String name, String estimated) {
    if (!counted.has(name)) {
      return "–";
    }
    return (counted.flag(estimated) ? "≥" : "") + counted.string(name);
  }

  static String time(long epochMillis) {
    return TIME.format(Instant.ofEpochMilli(epochMillis).atZone(ZoneId.systemDefault()));
  }

  private static Duration age(String text) {
    var parts = AGE.matcher(text);
    if (!parts.matches()) {
      throw new CommandFailed(
          ExitCode.USAGE, "--since is \"" + text + "\"; write 90s, 15m, 2h or 7d");
    }
    var number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
