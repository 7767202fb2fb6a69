package dev.headgate.benchmarks.training;

import static java.nio.charset.StandardCharsets.UTF_8;

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

/// RouteLLM's recordings of MMLU as cases of `headgate eval routing`: `FOLDER OUT.jsonl`. Questions
/// that are much like those that RouteLLM's routers were trained on are left out, as its authors
/// do.
final class RecordedPrompts {
  private static final String EASY = "mistralai/Mixtral-8x7B-Instruct-v0.1";
  private static final String HARD = "gpt-4-1106-preview";

  private static final JsonFactory JSON = new JsonFactory();

  private RecordedPrompts() {}

  static void main(String[] arguments) throws IOException {
    var cases = read(Path.of(arguments[0]));
    try (var out = Files.newBufferedWriter(Path.of(arguments[1]), UTF_8)) {
      for (var each : cases) {
        out.write(line(each));
      }
    }
    System.out.println(cases.size() + " prompts in " + arguments[1]);
  }

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
