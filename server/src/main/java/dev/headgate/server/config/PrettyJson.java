package dev.headgate.server.config;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.core.io.JsonStringEncoder;

/// Plain values as indented JSON, for files that people read.
final class PrettyJson {
  private final StringBuilder out = new StringBuilder();

  private PrettyJson() {}

  static String write(Object value) {
    var json = new PrettyJson();
    json.value(value, "\n");
    return json.out.append('\n').toString();
  }

  private void value(Object value, String newline) {
    switch (value) {
      case Map<?, ?> map ->
          block(
              "{",
              "}",
              List.copyOf(map.entrySet()),
              newline,
              (entry, inner) -> {
                text(String.valueOf(entry.getKey()));
                out.append(": ");
                value(entry.getValue(), inner);
              });
      case List<?> list -> block("[", "]", list, newline, this::value);
      case Number _, Boolean _ -> out.append(value);
      default -> text(value.toString());
    }
  }

  private <T> void block(
      String open, String close, List<T> items, String newline, BiConsumer<T, String> write) {
    var inner = newline + "  ";
    out.append(open);
    for (int i = 0; i < items.size(); i++) {
      out.append(i == 0 ? "" : ",").append(inner);
      write.accept(items.get(i), inner);
    }
    out.append(items.isEmpty() ? "" : newline).append(close);
  }

  private void text(String text) {
    out.append('"').append(JsonStringEncoder.getInstance().quoteAsCharArray(text)).append('"');
  }
}
