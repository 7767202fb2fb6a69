package dev.headgate.evals.retrieval;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.search.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// A folder in BEIR's shape: `corpus.jsonl` {_id, title?, text}, `queries.jsonl` {_id, text} and
/// `qrels.tsv` with a header and query-id, corpus-id, score. The JSONL files may be gzipped.
///
/// @param questions only those with a relevant document
record BeirDataset(List<SourceText> corpus, List<Question> questions) {
  /// A question and what people think of the documents for it.
  record Question(String text, Judgements judgements) {}

  private static final JsonFactory JSON = new JsonFactory();

  static BeirDataset read(Path folder) throws IOException {
    var corpus = new ArrayList<SourceText>();
    for (var line : rows(folder, "corpus.jsonl")) {
      corpus.add(
          new SourceText(
              field(line, "_id", folder),
              line.getOrDefault("title", ""),
              line.getOrDefault("text", "")));
    }
    var judgements = judgements(folder.resolve("qrels.tsv"));
    var questions = new ArrayList<Question>();
    for (var line : rows(folder, "queries.jsonl")) {
      var id = field(line, "_id", folder);
      var judged = judgements.get(id);
      if (judged != null && judged.relevant() > 0) {
        questions.add(new Question(field(line, "text", folder), judged));
      }
    }
    if (corpus.isEmpty() || questions.isEmpty()) {
      throw CallFailed.invalid(
          "data",
          "%s has %d documents and %d questions with judgements; both must be above 0"
              .formatted(folder, corpus.size(), questions.size()));
    }
    return new BeirDataset(corpus, questions);
  }

  private static String field(Map<String, String> line, String key, Path folder) {
    var value = line.get(key);
    if (value == null) {
      throw CallFailed.invalid("data", folder + ": a line has no \"" + key + "\"");
    }
    return value;
  }

  private static List<Map<String, String>> rows(Path folder, String name) throws IOException {
    var rows = new ArrayList<Map<String, String>>();
    try (var stream = open(folder, name);
        var parser = JSON.createParser(ObjectReadContext.empty(), stream)) {
      while (parser.nextToken() != null) {
        var row = new HashMap<String, String>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          var key = parser.currentName();
          var value = parser.nextToken();
          if (value == JsonToken.VALUE_STRING || value.isNumeric()) {
            row.put(key, parser.getString());
          } else {
            parser.skipChildren();
          }
        }
        rows.add(row);
      }
    } catch (JacksonException e) {
      throw CallFailed.invalid(
          "data",
          "%s, line %d: %s"
              .formatted(
                  folder.resolve(name), e.getLocation().getLineNr(), e.getOriginalMessage()));
    }
    return rows;
  }

  private static InputStream open(Path folder, String name) throws IOException {
    var plain = folder.resolve(name);
    var gzipped = folder.resolve(name + ".gz");
    if (!Files.exists(plain) && Files.exists(gzipped)) {
      return new GZIPInputStream(Files.newInputStream(gzipped));
    }
    if (!Files.exists(plain)) {
      throw CallFailed.invalid(
          "data", plain + " does not exist; --data names a folder in BEIR's shape");
    }
    return Files.newInputStream(plain);
  }

  private static Map<String, Judgements> judgements(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw CallFailed.invalid(
          "data", file + " does not exist; --data names a folder in BEIR's shape");
    }
    var grades = new HashMap<String, Map<String, Integer>>();
    var lines = Files.readAllLines(file);
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      var cells = lines.get(i).split("\t", -1);
      try {
        grades
            .computeIfAbsent(cells[0], _ -> new HashMap<>())
            .put(cells[1], Integer.valueOf(cells[2].strip()));
      } catch (ArrayIndexOutOfBoundsException | NumberFormatException _) {
        throw CallFailed.invalid(
            "data",
            "%s, line %d: expected query-id, corpus-id and a whole number, parted by tabs"
                .formatted(file, i + 1));
      }
    }
    var judgements = new HashMap<String, Judgements>();
    grades.forEach((question, graded) -> judgements.put(question, new Judgements(graded)));
    return judgements;
  }
}
