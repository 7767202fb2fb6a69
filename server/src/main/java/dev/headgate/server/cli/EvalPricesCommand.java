package dev.headgate.server.cli;

import dev.headgate.providers.catalog.BundledCatalog;
import dev.headgate.providers.catalog.UsageCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "prices",
    mixinStandardHelpOptions = true,
    description = {
      "Prices usage objects whose price is known, and compares to the nano-dollar.",
      "FILE is JSON, gzipped or not, in the form of genai-prices: a list of answers with what each"
          + " provider would charge."
    })
final class EvalPricesCommand implements Action {
  private static final int SHOWN = 50;

  @Option(names = "--data", required = true, paramLabel = "FILE", description = "The cases.")
  private @Nullable Path data;

  @Option(
      names = "--on",
      paramLabel = "DATE",
      description = "The day whose prices hold, at noon in UTC; 2026-07-01 by default.")
  private String on = "";

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException {
    var file = data == null ? Path.of("") : data;
    if (!Files.isRegularFile(file)) {
      throw new CommandFailed(ExitCode.USAGE, "there is no file " + file);
    }
    var report = new UsageCases(new BundledCatalog(), at()).check(file);
    terminal.print(json ? json(report) : text(report));
    return report.wrong().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private Instant at() {
    try {
      return on.isEmpty()
          ? UsageCases.PRICED
          : LocalDate.parse(on).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new CommandFailed(
          ExitCode.USAGE, "--on is \"" + on + "\"; write a date such as 2026-07-01", e);
    }
  }

  private static String text(UsageCases.Report report) {
    var text = new StringBuilder();
    report.wrong().stream().limit(SHOWN).forEach(line -> text.append(line).append('\n'));
    return text.append(
            "%d prices and %d cases without one: %d exact, %d wrong"
                .formatted(
                    report.prices(),
                    report.unpriced(),
                    report.prices() + report.unpriced() - report.wrong().size(),
                    report.wrong().size()))
        .toString();
  }

  private static String json(UsageCases.Report report) {
    return JsonObject.write(out -> {
      out.writeNumberProperty("prices", report.prices());
      out.writeNumberProperty("unpriced", report.unpriced());
      out.writeNumberProperty(
          "passed", report.prices() + report.unpriced() - report.wrong().size());
      out.writeNumberProperty("failed", report.wrong().size());
      out.writeArrayPropertyStart("wrong");
      report.wrong().forEach(out::writeString);
      out.writeEndArray();
    });
  }
}
