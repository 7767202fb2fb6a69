package dev.headgate.benchmarks.training;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// A list of presidio-research read backwards: the sentences with places, such as `My name is
/// {{person}}`, and for every place what stood there.
///
/// @param templates in their order, each once
/// @param values by the name of the place, in order
record GivenSentences(List<String> templates, Map<String, List<String>> values) {
  static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)\\}\\}");

  private static final JsonFactory JSON = new JsonFactory();

  GivenSentences {
    templates = List.copyOf(templates);
    values = Map.copyOf(values);
  }

  static GivenSentences read(Path file) throws IOException {
    var shapes = new LinkedHashMap<String, Pattern>();
    var values = new TreeMap<String, TreeSet<String>>();
    for (var row : rows(file)) {
      var shape = shapes.computeIfAbsent(row.template(), GivenSentences::shape);
      var match = shape.matcher(row.text());
      if (match.matches()) {
        var place = PLACE.matcher(row.template());
        for (int i = 1; place.find(); i++) {
          values.computeIfAbsent(place.group(1), _ -> new TreeSet<>()).add(match.group(i));
        }
      }
    }
    var lists = new TreeMap<String, List<String>>();
    values.forEach((place, seen) -> lists.put(place, List.copyOf(seen)));
    return new GivenSentences(List.copyOf(shapes.keySet()), lists);
  }

  /// A sentence, and the one with places that it was made of.
  record Row(String text, String template) {}

  static List<Row> rows(Path file) throws IOException {
    var rows = new LinkedHashSet<Row>();
    try (var in = open(file);
        var json = JSON.createParser(ObjectReadContext.empty(), in)) {
      var text = "";
      var template = "";
      for (var token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          text = "";
          template = "";
        } else if (token == JsonToken.VALUE_STRING) {
          switch (json.currentName()) {
            case "full_text" -> text = json.getString();
            case "masked" -> template = json.getString();
            default -> {}
          }
        } else if (token == JsonToken.START_ARRAY && "spans".equals(json.currentName())) {
          json.skipChildren();
          rows.add(new Row(text, template));
        }
      }
    }
    return new ArrayList<>(rows);
  }

  private static InputStream open(Path file) throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(file));
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
  }

  // Some sentences were written in small letters afterwards.
  private static Pattern shape(String template) {
    var shape = new StringBuilder();
    var place = PLACE.matcher(template);
    var copied = 0;
    while (place.find()) {
      shape.append(Pattern.quote(template.substring(copied, place.start()))).append("(.+?)");
      copied = place.end();
    }
    shape.append(Pattern.quote(template.substring(copied)));
    return Pattern.compile(
        shape.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }
}
