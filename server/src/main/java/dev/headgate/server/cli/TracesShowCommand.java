package dev.headgate.server.cli;

import java.io.IOException;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "Shows a call: what was asked, found and answered, by which tier or deployment, and the time of each step.")
final class TracesShowCommand implements Action {
  @Parameters(index = "0", paramLabel = "TRACE", description = "The id, tr_….")
  private String id = "";

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(names = "--json", description = "Prints the whole trace as one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    try (var session = Sessions.open(project)) {
      var trace = session.trace(id);
      terminal.print(json ? trace.text() : text(trace));
    }
    return ExitCode.OK;
  }

  private static String text(JsonObject stored) {
    var text = new StringBuilder(stored.string("trace_id"));
    text.append("  ")
        .append(TracesListCommand.time(stored.integer("started_at_ms")))
        .append("  ")
        .append(stored.string("status"))
        .append("  ")
        .append(AnswerText.decimals(stored.number("duration_ms").orElse(0), 1))
        .append(" ms\n");
    if (!stored.string("payload").equals("readable")) {
      return text.append("\nWhat was said cannot be read any more: ")
          .append(stored.string("payload"))
          .toString();
    }
    var trace = stored.object("trace");
    section(text, "", trace.string("failure"));
    section(text, "attributes", lines(trace.object("attributes")));
    section(text, "steps", spans(trace));
    section(text, "difficulty", choices(trace));
    section(text, "attempts", attempts(trace));
    section(text, "tiers", tiers(trace));
    section(text, "candidates", candidates(trace));
    section(text, "input", lines(trace.object("input")));
    section(text, "answer", answer(trace.object("answer")));
    section(text, "request", trace.string("headgate.request.body"));
    section(text, "response", trace.string("headgate.response.body"));
    return text.toString().stripTrailing();
  }

  private static void section(StringBuilder text, String title, String content) {
    if (!content.isEmpty()) {
      text.append('\n').append(title.isEmpty() ? "" : title + "\n");
      text.append("  ").append(content.replace("\n", "\n  ")).append('\n');
    }
  }

  private static String lines(JsonObject named) {
    var lines = new StringBuilder();
    named
        .parts()
        .forEach((name, value) ->
            lines.append(lines.isEmpty() ? "" : "\n").append(name).append(": ").append(value));
    return lines.toString();
  }

  private static String spans(JsonObject trace) {
    var table = new Table("step", ">from ms", ">took ms");
    for (var span : trace.objects("spans")) {
      table.add(
          span.string("name"),
          decimal(span.number("start_ms")),
          decimal(span.number("duration_ms")));
    }
    return table.isEmpty() ? "" : table.toString();
  }

  private static String choices(JsonObject trace) {
    var table = new Table("model", "chosen", "by", ">score", ">threshold");
    for (var choice : trace.objects("difficulty")) {
      table.add(
          choice.string("headgate.model"),
          choice.string("chosen"),
          choice.string("by"),
          decimal(choice.number("score")),
          decimal(choice.number("threshold")));
    }
    return table.isEmpty() ? "" : table.toString();
  }

  private static String attempts(JsonObject trace) {
    var table = new Table("deployment", "outcome", ">took ms", ">tokens in", ">out");
    for (var attempt : trace.objects("attempts")) {
      table.add(
          attempt.string("headgate.provider") + "/" + attempt.string("gen_ai.request.model"),
          attempt.string("outcome"),
          decimal(attempt.number("duration_ms")),
          tokens(attempt, "gen_ai.usage.input_tokens"),
          tokens(attempt, "gen_ai.usage.output_tokens"));
    }
    return table.isEmpty() ? "" : table.toString();
  }

  // What a provider did not report is unknown, and not 0.
  private static String tokens(JsonObject attempt, String name) {
    return attempt.has(name) ? attempt.string(name) : "–";
  }

  private static String tiers(JsonObject trace) {
    var table = new Table("tier", "outcome");
    trace.objects("tiers").forEach(tier -> table.add(tier.string("tier"), tier.string("outcome")));
    return table.isEmpty() ? "" : table.toString();
  }

  private static String candidates(JsonObject trace) {
    var table = new Table("document", ">from", ">to", ">fused", ">bm25", ">dense", "used");
    for (var candidate : trace.objects("candidates")) {
      table.add(
          candidate.string("document"),
          candidate.string("start"),
          candidate.string("end"),
          decimal(candidate.number("fused")),
          decimal(candidate.number("bm25")),
          decimal(candidate.number("dense")),
          candidate.flag("used") ? "yes" : "no");
    }
    return table.isEmpty() ? "" : table.toString();
  }

  private static String answer(JsonObject answer) {
    if (!answer.has("text")) {
      return "";
    }
    var text = new StringBuilder(answer.string("text"));
    for (var citation : answer.objects("citations")) {
      text.append(
          "\n[%s %s to %s] \"%s\""
              .formatted(
                  citation.string("document"),
                  citation.string("start"),
                  citation.string("end"),
                  citation.string("quote")));
    }
    return text.toString();
  }

  private static String decimal(OptionalDouble value) {
    return value.isPresent() ? AnswerText.decimals(value.getAsDouble(), 3) : "–";
  }
}
