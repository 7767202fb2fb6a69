package dev.headgate.evals.answers;

import dev.headgate.kernel.errors.CallFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads questions from JSONL: `{question, context?, answers: […], answerable}`. Also knows SQuAD
/// 2's `is_impossible`, and `reference_answer` with `reference_contexts`.
public final class AnswerCases {
  private static final JsonFactory JSON = new JsonFactory();

  private @Nullable String question;
  private @Nullable String context;
  private @Nullable Boolean answerable;
  private final List<String> answers = new ArrayList<>();
  private final List<String> references = new ArrayList<>();

  private AnswerCases() {}

  /// Throws [CallFailed] that names file and line if a line is no case.
  public static List<AnswerCase> read(Path file) throws IOException {
    var cases = new ArrayList<AnswerCase>();
    var number = 0;
    for (var line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank()) {
        cases.add(readLine(line, file + " line " + number));
      }
    }
    if (cases.isEmpty()) {
      throw CallFailed.invalid("data", file + " holds no question");
    }
    return cases;
  }

  private static AnswerCase readLine(String line, String place) {
    var fields = new AnswerCases();
    try (var json = JSON.createParser(ObjectReadContext.empty(), line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw CallFailed.invalid("data", place + ": expected a JSON object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        var name = json.currentName();
        json.nextToken();
        fields.readField(name, json);
      }
    } catch (JacksonException e) {
      throw CallFailed.invalid("data", place + ": " + e.getOriginalMessage());
    }
    return fields.toCase(place);
  }

  private void readField(String name, JsonParser json) {
    switch (name) {
      case "question" -> question = json.getValueAsString();
      case "context" -> context = json.getValueAsString();
      case "answerable" -> answerable = json.getBooleanValue();
      case "is_impossible" -> answerable = !json.getBooleanValue();
      case "answers", "reference_answer" -> readTexts(json, answers);
      case "reference_contexts" -> readTexts(json, references);
      default -> json.skipChildren();
    }
  }

  private static void readTexts(JsonParser json, List<String> texts) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      texts.add(json.getValueAsString());
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      texts.add(json.getValueAsString());
    }
  }

  private AnswerCase toCase(String place) {
    if (question == null || question.isBlank()) {
      throw CallFailed.invalid("data", place + ": \"question\" is missing");
    }
    var known = answerable == null ? !answers.isEmpty() : answerable;
    if (known && answers.isEmpty()) {
      throw CallFailed.invalid(
          "data", place + ": an answerable question needs \"answers\", a list of strings");
    }
    return new AnswerCase(question, context, answers, references, known);
  }
}
