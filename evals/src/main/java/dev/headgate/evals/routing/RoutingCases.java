package dev.headgate.evals.routing;

import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problems;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.difficulty.RecordedFile;
import dev.headgate.runtime.difficulty.RecordedPrompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads cases from JSONL, `{text, easy, hard, source?}` with qualities from 0 to 1, or from the
/// recorded prompts of a model, `models/NAME.csv`.
public final class RoutingCases {
  private static final JsonFactory JSON = new JsonFactory();

  private RoutingCases() {}

  /// Throws [CallFailed] that names file and line if a line is no case.
  public static List<RoutingCase> read(Path file) throws IOException {
    var cases = new ArrayList<RoutingCase>();
    if (file.toString().endsWith(".csv")) {
      return recorded(file);
    }
    var number = 0;
    for (var line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank()) {
        cases.add(readLine(line, file + " line " + number));
      }
    }
    if (cases.isEmpty()) {
      throw CallFailed.invalid("data", file + " holds no case");
    }
    return cases;
  }

  private static List<RoutingCase> recorded(Path file) throws IOException {
    var problems = new Problems();
    var prompts =
        RecordedFile.read(new Position(file.toString(), 1, 1), Files.readString(file), problems);
    if (!problems.isEmpty()) {
      throw CallFailed.invalid("data", problems.all().getFirst().toString());
    }
    return prompts.stream().map(prompt -> new RoutingCase(prompt, "")).toList();
  }

  private static RoutingCase readLine(String line, String place) {
    var text = "";
    var easy = -1.0;
    var hard = -1.0;
    var source = "";
    try (var json = JSON.createParser(ObjectReadContext.empty(), line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw CallFailed.invalid("data", place + ": expected a JSON object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        var name = json.currentName();
        json.nextToken();
        switch (name) {
          case "text" -> text = json.getValueAsString("");
          case "easy" -> easy = json.getValueAsDouble(-1);
          case "hard" -> hard = json.getValueAsDouble(-1);
          case "source" -> source = json.getValueAsString("");
          default -> json.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw CallFailed.invalid("data", place + ": " + e.getOriginalMessage());
    }
    if (text.isBlank() || !isQuality(easy) || !isQuality(hard)) {
      throw CallFailed.invalid(
          "data",
          place + ": expected {\"text\": …, \"easy\": 0 to 1, \"hard\": 0 to 1, \"source\": …}");
    }
    return new RoutingCase(new RecordedPrompt(text, easy, hard), source);
  }

  private static boolean isQuality(double value) {
    return value >= 0 && value <= 1;
  }
}
