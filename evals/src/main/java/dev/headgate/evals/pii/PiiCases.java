package dev.headgate.evals.pii;

import dev.headgate.evals.pii.PiiCase.Span;
import dev.headgate.kernel.errors.CallFailed;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads texts with spans: JSONL `{text, spans: [{start, end, label}]}` with offsets in code
/// points, the lists of presidio-research (`full_text`, `entity_type`, …), and words with tags, one
/// a line (CoNLL). Files that end in `.gz` are unpacked.
public final class PiiCases {
  private static final JsonFactory JSON = new JsonFactory();

  private PiiCases() {}

  /// Throws [CallFailed] if the file holds no case.
  public static List<PiiCase> read(Path file) throws IOException {
    var name = file.toString().replaceAll("\\.gz$", "");
    List<PiiCase> cases;
    if (name.endsWith(".conll") || name.endsWith(".annotated")) {
      cases = words(file);
    } else {
      try (var in = open(file);
          var json = JSON.createParser(ObjectReadContext.empty(), in)) {
        cases = objects(json);
      } catch (JacksonException | IllegalArgumentException | IndexOutOfBoundsException e) {
        throw CallFailed.invalid("data", file + ": " + e.getMessage());
      }
    }
    if (cases.isEmpty()) {
      throw CallFailed.invalid("data", file + " holds no text");
    }
    return cases;
  }

  private static InputStream open(Path file) throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(file));
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
  }

  private static List<PiiCase> objects(JsonParser json) {
    var cases = new ArrayList<PiiCase>();
    for (var token = json.nextToken(); token != null; token = json.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        cases.add(object(json));
      }
    }
    return cases;
  }

  private static PiiCase object(JsonParser json) {
    var text = "";
    List<Span> spans = List.of();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      json.nextToken();
      switch (name) {
        case "text", "full_text" -> text = json.getString();
        case "spans" -> spans = spans(json);
        default -> json.skipChildren();
      }
    }
    var inUnits = new ArrayList<Span>();
    for (var span : spans) {
      var start = text.offsetByCodePoints(0, span.start());
      inUnits.add(
          new Span(start, text.offsetByCodePoints(start, span.end() - span.start()), span.label()));
    }
    return new PiiCase(text, inUnits);
  }

  private static List<Span> spans(JsonParser json) {
    var spans = new ArrayList<Span>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      var start = 0;
      var end = 0;
      var label = "";
      while (json.nextToken() != JsonToken.END_OBJECT) {
        var name = json.currentName();
        json.nextToken();
        switch (name) {
          case "start", "start_position" -> start = json.getIntValue();
          case "end", "end_position" -> end = json.getIntValue();
          case "label", "entity_type" -> label = json.getString();
          default -> json.skipChildren();
        }
      }
      spans.add(new Span(start, end, label));
    }
    return spans;
  }

  // word<TAB>B-person, an empty line between sentences
  private static List<PiiCase> words(Path file) throws IOException {
    var cases = new ArrayList<PiiCase>();
    var text = new StringBuilder();
    var spans = new ArrayList<Span>();
    for (var line : Files.readAllLines(file)) {
      if (line.isBlank()) {
        if (!text.isEmpty()) {
          cases.add(new PiiCase(text.toString(), spans));
          text.setLength(0);
          spans.clear();
        }
        continue;
      }
      var cells = line.split("\t", -1);
      var tag = cells[cells.length - 1].strip();
      text.append(text.isEmpty() ? "" : " ");
      var start = text.length();
      text.append(cells[0]);
      if (tag.startsWith("I-") && !spans.isEmpty()) {
        var begun = spans.removeLast();
        spans.add(new Span(begun.start(), text.length(), begun.label()));
      } else if (tag.length() > 2) {
        spans.add(new Span(start, text.length(), tag.substring(2)));
      }
    }
    if (!text.isEmpty()) {
      cases.add(new PiiCase(text.toString(), spans));
    }
    return cases;
  }
}
