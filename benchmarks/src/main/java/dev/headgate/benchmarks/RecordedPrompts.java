package dev.headgate.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.benchmarks.training.Rows;
import dev.headgate.evals.routing.RoutingCase;
import dev.headgate.runtime.difficulty.RecordedPrompt;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// RouteLLM's recordings of MMLU as cases of `headgate eval routing`. Questions that are much like
/// those that RouteLLM's routers were trained on are left out, as its authors do.
final class RecordedPrompts {
  private static final String EASY = "mistralai/Mixtral-8x7B-Instruct-v0.1";
  private static final String HARD = "gpt-4-1106-preview";

  private static final JsonFactory JSON = new JsonFactory();

  private RecordedPrompts() {}

  /// @param folder `routellm_quality`
  static List<RoutingCase> read(Path folder) throws IOException {
    var contaminated =
        Rows.json(folder.resolve("mmlu_contaminated.jsonl")).stream()
            .map(row -> Rows.text(row, "eval_prompt"))
            .collect(Collectors.toSet());
    var cases = new ArrayList<RoutingCase>();
    for (var row : Rows.json(folder.resolve("mmlu_responses.jsonl.gz"))) {
      var text = Rows.text(row, "prompt");
      if (!contaminated.contains(text)) {
        var prompt = new RecordedPrompt(text, quality(row, EASY), quality(row, HARD));
        cases.add(new RoutingCase(prompt, Rows.text(row, "subject")));
      }
    }
    return cases;
  }

  private static double quality(Object row, String model) {
    return Rows.text(row, model).equals("True") ? 1 : 0;
  }

  /// Writes them as `headgate eval routing` reads them.
  static void write(List<RoutingCase> cases, Path file) throws IOException {
    try (var out = Files.newBufferedWriter(file, UTF_8)) {
      for (var each : cases) {
        out.write(line(each));
      }
    }
  }

  private static String line(RoutingCase each) {
    var line = new StringWriter();
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      json.writeStringProperty("text", each.prompt().text());
      json.writeNumberProperty("easy", each.prompt().easy());
      json.writeNumberProperty("hard", each.prompt().hard());
      json.writeStringProperty("source", each.source());
      json.writeEndObject();
    }
    return line.append('\n').toString();
  }
}
