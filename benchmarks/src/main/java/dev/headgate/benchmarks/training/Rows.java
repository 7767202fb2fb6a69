package dev.headgate.benchmarks.training;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Public data in the forms in which it comes: JSON, JSONL and CSV, gzipped or not.
public final class Rows {
  private static final JsonFactory JSON = new JsonFactory();

  private Rows() {}

  /// The elements of a JSON array, or the values of JSONL, one after the other.
  public static List<Object> json(Path file) throws IOException {
    var rows = new ArrayList<Object>();
    try (var in = open(file);
        var parser = JSON.createParser(ObjectReadContext.empty(), in)) {
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        var value = value(parser, token);
        if (value instanceof List<?> list) {
          rows.addAll(list);
        } else if (value != null) {
          rows.add(value);
        }
      }
    }
    return rows;
  }

  /// The value of a JSON text, empty text if it is null.
  static Object parse(String text) {
    try (var parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      var value = value(parser, parser.nextToken());
      return value == null ? "" : value;
    }
  }

  /// The text at a key of a row, empty if there is none.
  public static String text(Object row, String key) {
    return row instanceof Map<?, ?> map && map.get(key) instanceof String text ? text : "";
  }

  /// Rows of fields, the header included.
  static List<List<String>> csv(Path file) throws IOException {
    String text;
    try (var in = open(file)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    var rows = new ArrayList<List<String>>();
    var row = new ArrayList<String>();
    var field = new StringBuilder();
    var quoted = false;
    for (int i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n')) {
        row.add(field.toString());
        field.setLength(0);
        if (c == '\n') {
          rows.add(List.copyOf(row));
          row.clear();
        }
      } else if (quoted || c != '\r') {
        field.append(c);
      }
    }
    if (!row.isEmpty() || !field.isEmpty()) {
      row.add(field.toString());
      rows.add(List.copyOf(row));
    }
    return rows;
  }

  private static InputStream open(Path file) throws IOException {
    var in = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
  }

  private static @Nullable Object value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> {
        var map = new LinkedHashMap<String, Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var name = parser.currentName();
          var value = value(parser, parser.nextToken());
          if (value != null) {
            map.put(name, value);
          }
        }
        yield map;
      }
      case START_ARRAY -> {
        var list = new ArrayList<Object>();
        for (var next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          var value = value(parser, next);
          if (value != null) {
            list.add(value);
          }
        }
        yield list;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }
}
