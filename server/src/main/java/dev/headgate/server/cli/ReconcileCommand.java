package dev.headgate.server.cli;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.server.admin.UsageRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    description = {
      "Compares the ledger with a provider's usage export.",
      "The file is CSV with a header, or JSON Lines, with date, model, and cost or input_tokens and"
          + " output_tokens; provider is optional beside a cost. Rows of one day and model are added up."
    })
final class ReconcileCommand implements Action {
  private static final long MAX_FILE_BYTES = 64L << 20;

  @Option(names = "--usage", required = true, paramLabel = "FILE", description = "The export.")
  private @Nullable Path usage;

  @Option(names = "--release", description = "Lowers estimated lines to what the provider reports.")
  private boolean release;

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    var rows = read(usage == null ? Path.of("") : usage);
    var body =
        JsonObject.write(out -> {
          out.writeBooleanProperty("release", release);
          out.writeArrayPropertyStart("usage");
          for (var row : rows) {
            out.writeStartObject();
            row.forEach((name, value) -> out.writeStringProperty(name, value));
            out.writeEndObject();
          }
          out.writeEndArray();
        });
    try (var session = Sessions.openRecords(project, terminal)) {
      var answer = session.reconcile(JsonObject.parse(body));
      terminal.print(json ? answer.text() : text(answer));
    }
    return ExitCode.OK;
  }

  private static String text(JsonObject answer) {
    var table =
        new Table(
            "date",
            "provider",
            "model",
            ">reported",
            ">ledger",
            ">difference",
            ">estimated",
            ">released");
    for (var row : answer.objects("differences")) {
      table.add(
          row.string("date"),
          row.string("provider"),
          row.flag("after_crash") ? "(left by a crash)" : row.string("model"),
          row.string("reported"),
          row.string("ledger"),
          row.string("difference"),
          row.string("estimated"),
          row.string("released"));
    }
    return table.toString();
  }

  private static List<Map<String, String>> read(Path file) throws IOException {
    if (!Files.isReadable(file) || Files.size(file) > MAX_FILE_BYTES) {
      throw new CommandFailed(
          ExitCode.USAGE, "%s cannot be read, or has more than 64 MiB".formatted(file));
    }
    var lines = Files.readAllLines(file);
    var rows = new ArrayList<Map<String, String>>();
    var header =
        lines.isEmpty() || lines.getFirst().startsWith("{") ? null : Csv.cells(lines.getFirst());
    for (int i = header == null ? 0 : 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        var where = file + ":" + (i + 1);
        rows.add(header == null ? json(lines.get(i), where) : csv(header, lines.get(i), where));
      }
    }
    return sums(rows, file);
  }

  private static Map<String, String> json(String line, String where) {
    try {
      var row = new LinkedHashMap<String, String>();
      JsonObject.parse(line).parts().forEach((name, value) -> row.put(name, plain(value)));
      return row;
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(ExitCode.USAGE, where + " is not a JSON object", e);
    }
  }

  private static String plain(Object value) {
    return value instanceof Double number
        ? BigDecimal.valueOf(number).toPlainString()
        : String.valueOf(value);
  }

  private static Map<String, String> csv(List<String> header, String line, String where) {
    var cells = Csv.cells(line);
    if (cells.size() != header.size()) {
      throw new CommandFailed(
          ExitCode.USAGE,
          "%s has %d cells, the header %d".formatted(where, cells.size(), header.size()));
    }
    var row = new LinkedHashMap<String, String>();
    for (int i = 0; i < cells.size(); i++) {
      row.put(header.get(i), cells.get(i));
    }
    return row;
  }

  /// One row for each day, provider and model: an export may have one for each hour or key.
  private static List<Map<String, String>> sums(List<Map<String, String>> rows, Path file) {
    var sums = new LinkedHashMap<List<String>, UsageRow>();
    for (int i = 0; i < rows.size(); i++) {
      var row = check(rows.get(i), file + " row " + (i + 1));
      sums.merge(
          List.of(row.day().toString(), row.provider(), row.model(), "" + (row.nanos() >= 0)),
          row,
          UsageRow::plus);
    }
    return sums.values().stream().map(UsageRow::columns).toList();
  }

  private static UsageRow check(Map<String, String> row, String where) {
    try {
      return UsageRow.of(row, where);
    } catch (CallFailed e) {
      throw new CommandFailed(ExitCode.USAGE, e.message(), e);
    }
  }
}
