package dev.headgate.inference;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads evaluation data: JSON values one after another, gzipped or not.
public final class Jsonl {
  /// One object; lists of strings and nested values as they come.
  public record Row(Map<String, Object> values) {
    public String text(String key) {
      return values.get(key) instanceof String text ? text : "";
    }

    public boolean flag(String key) {
      return Boolean.TRUE.equals(values.get(key));
    }

    public int number(String key) {
      return values.get(key) instanceof Number number ? number.intValue() : 0;
    }

    public List<String> texts(String key) {
      return values.get(key) instanceof List<?> list
          ? list.stream().map(String::valueOf).toList()
          : List.of();
    }

    public List<Row> rows(String key) {
      return values.get(key) instanceof List<?> list
          ? list.stream().filter(Row.class::isInstance).map(Row.class::cast).toList()
          : List.of();
    }
  }

  private Jsonl() {}

  public static List<Row> read(Path file) throws IOException {
    var rows = new ArrayList<Row>();
    try (var in = open(file);
        var json = new JsonFactory().createParser(ObjectReadContext.empty(), in)) {
      while (json.nextToken() != null) {
        if (value(json) instanceof Row row) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static InputStream open(Path file) throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(file));
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
  }

  private static Object value(JsonParser json) {
    return switch (json.currentToken()) {
      case START_OBJECT -> {
        var values = new HashMap<String, Object>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          var name = json.currentName();
          json.nextToken();
          values.put(name, value(json));
        }
        yield new Row(values);
      }
      case START_ARRAY -> {
        var values = new ArrayList<Object>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          values.add(value(json));
        }
        yield values;
      }
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      default -> String.valueOf(json.getString());
    };
  }
}
