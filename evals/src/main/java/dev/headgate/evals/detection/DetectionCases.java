package dev.headgate.evals.detection;

import dev.headgate.kernel.errors.CallFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads cases from JSONL: `{text, label: 0 or 1, source?}`.
public final class DetectionCases {
  private static final JsonFactory JSON = new JsonFactory();

  private DetectionCases() {}

  /// Throws [CallFailed] that names file and line if a line is no case.
  public static List<DetectionCase> read(Path file) throws IOException {
    return read(file, false);
  }

  /// The same where a text without a label is one that should not be found.
  public static List<DetectionCase> readMostlyBenign(Path file) throws IOException {
    return read(file, true);
  }

  private static List<DetectionCase> read(Path file, boolean isBenignByDefault) throws IOException {
    var cases = new ArrayList<DetectionCase>();
    var number = 0;
    for (var line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank()) {
        cases.add(readLine(line, file + " line " + number, isBenignByDefault));
      }
    }
    if (cases.isEmpty()) {
      throw CallFailed.invalid("data", file + " holds no case");
    }
    return cases;
  }

  private static DetectionCase readLine(String line, String place, boolean isBenignByDefault) {
    var text = "";
    var label = isBenignByDefault ? 0 : -1;
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
          case "label" -> label = json.getValueAsInt(-1);
          case "source" -> source = json.getValueAsString("");
          default -> json.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw CallFailed.invalid("data", place + ": " + e.getOriginalMessage());
    }
    if (text.isBlank() || label < 0 || label > 1) {
      throw CallFailed.invalid(
          "data", place + ": expected {\"text\": …, \"label\": 0 or 1, \"source\": …}");
    }
    return new DetectionCase(text, label == 1, source);
  }
}
