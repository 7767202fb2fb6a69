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
/// 2's `is_impossible` and its answers with their positions, and `reference_answer` with
/// `reference_contexts`.
public final class AnswerCases {
  private static final JsonFactory JSON = new JsonFactory();

  private final String place;
  private @Nullable String question;
  private @Nullable String context;
  private @Nullable Boolean answerable;
  private final List<String> answers = new ArrayList<>();
  private final List<String> references = new ArrayList<>();

  private AnswerCases(String place) {
    this.place = place;
  }

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
    var fields = new AnswerCases(place);
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
    return fields.toCase();
  }

  private void readField(String name, JsonParser json) {
    switch (name) {
      case "question" -> question = json.getValueAsString();
      case "context" -> context = json.getValueAsString();
      case "answerable" -> answerable = json.getBooleanValue();
      case "is_impossible" -> answerable = !json.getBooleanValue();
      case "answers", "reference_answer" -> readTexts(name, json, answers);
      case "reference_contexts" -> readTexts(name, json, references);
      default -> json.skipChildren();
    }
  }

  /// Reads a text, or all texts of lists and of objects that have them under `text`; null is none.
  private void readTexts(String name, JsonParser json, List<String> texts) {
    switch (json.currentToken()) {
      case VALUE_STRING -> texts.add(json.getString());
      case VALUE_NULL -> {}
      case START_ARRAY -> {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          readTexts(name, json, texts);
        }
      }
      case START_OBJECT -> {
        while (json.nextToken() != JsonToken.END_OBJECT) {
          var isText = json.currentName().equals("text");
          json.nextToken();
          if (isText) {
            readTexts(name, json, texts);
          } else {
            json.skipChildren();
          }
        }
      }
      default ->
          throw CallFailed.invalid(
              "data", place + ": \"" + name + "\" must be a text or a list of texts");
    }
  }

  private AnswerCase toCase() {
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
