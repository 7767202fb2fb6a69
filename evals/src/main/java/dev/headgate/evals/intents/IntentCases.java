package dev.headgate.evals.intents;

import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads texts and their intents from JSONL: `{text, label}`, where the label `oos` says that a
/// text belongs to none.
public final class IntentCases {
  private static final JsonFactory JSON = new JsonFactory();

  private IntentCases() {}

  /// Throws [CallFailed] that names file and line if a line is no case.
  public static List<Example> read(Path file) throws IOException {
    var cases = new ArrayList<Example>();
    var number = 0;
    for (var line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank()) {
        cases.add(readLine(line, file + " line " + number));
      }
    }
    if (cases.isEmpty()) {
      throw CallFailed.invalid("data", file + " holds no text");
    }
    return cases;
  }

  private static Example readLine(String line, String place) {
    var text = "";
    var label = "";
    try (var json = JSON.createParser(ObjectReadContext.empty(), line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw CallFailed.invalid("data", place + ": expected a JSON object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        var name = json.currentName();
        json.nextToken();
        if (name.equals("text")) {
          text = json.getValueAsString("");
        } else if (name.equals("label")) {
          label = json.getValueAsString("");
        }
        json.skipChildren();
      }
    } catch (JacksonException e) {
      throw new CallFailed(
          ErrorCode.INVALID_REQUEST, place + ": no JSON: " + e.getOriginalMessage(), e);
    }
    if (text.isBlank() || label.isBlank()) {
      throw CallFailed.invalid("data", place + ": a case has a text and a label");
    }
    return new Example(text, label);
  }
}
