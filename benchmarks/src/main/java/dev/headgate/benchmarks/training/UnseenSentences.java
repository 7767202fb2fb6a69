package dev.headgate.benchmarks.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.evals.pii.PiiCase;
import dev.headgate.evals.pii.PiiCases;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Those sentences of a list that are made of no sentence with places that another list has, nor of
/// one that is much like it: `LIST OTHER OUT.jsonl`. What was trained on the other list was not
/// trained on these.
final class UnseenSentences {
  // Shared words of two sentences, of all of theirs.
  private static final double ALIKE = .6;

  private static final JsonFactory JSON = new JsonFactory();

  private UnseenSentences() {}

  static void main(String[] arguments) throws IOException {
    var list = Path.of(arguments[0]);
    var trained =
        GivenSentences.rows(Path.of(arguments[1])).stream()
            .map(row -> words(row.template()))
            .distinct()
            .toList();
    var unseen = new HashSet<String>();
    for (var row : GivenSentences.rows(list)) {
      if (trained.stream().noneMatch(other -> alike(words(row.template()), other))) {
        unseen.add(row.text());
      }
    }
    var written = 0;
    try (var out = Files.newBufferedWriter(Path.of(arguments[2]), UTF_8)) {
      for (var each : PiiCases.read(list)) {
        if (unseen.contains(each.text())) {
          out.write(line(each));
          written++;
        }
      }
    }
    System.out.println(written + " sentences in " + arguments[2]);
  }

  private static String line(PiiCase each) {
    var line = new StringWriter();
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      var text = each.text();
      json.writeStartObject();
      json.writeStringProperty("text", text);
      json.writeArrayPropertyStart("spans");
      for (var span : each.spans()) {
        json.writeStartObject();
        json.writeNumberProperty("start", text.codePointCount(0, span.start()));
        json.writeNumberProperty("end", text.codePointCount(0, span.end()));
        json.writeStringProperty("label", span.label());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return line.append('\n').toString();
  }

  private static boolean alike(Set<String> one, Set<String> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() && other.isEmpty();
    }
    var shared = new HashSet<>(one);
    shared.retainAll(other);
    return shared.size() >= ALIKE * (one.size() + other.size() - shared.size());
  }

  private static Set<String> words(String template) {
    var words =
        new HashSet<>(
            List.of(
                GivenSentences.PLACE
                    .matcher(template)
                    .replaceAll(" ")
                    .toLowerCase(Locale.ROOT)
                    .split("[^\\p{L}]+", -1)));
    words.remove("");
    return words;
  }
}
