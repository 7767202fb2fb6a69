package dev.headgate.runtime.prompts;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/// Writes plain values as compact JSON, piece by piece.
final class JsonText {
  private JsonText() {}

  static void write(@Nullable Object value, Consumer<String> out) {
    switch (value) {
      case null -> out.accept("null");
      case Number number -> out.accept(number.toString());
      case Boolean flag -> out.accept(flag.toString());
      case List<?> list -> {
        out.accept("[");
        for (var items = list.iterator(); items.hasNext(); ) {
          write(items.next(), out);
          comma(items, out);
        }
        out.accept("]");
      }
      case Map<?, ?> map -> {
        out.accept("{");
        for (var entries = map.entrySet().iterator(); entries.hasNext(); ) {
          var entry = entries.next();
          quoted(String.valueOf(entry.getKey()), out);
          out.accept(":");
          write(entry.getValue(), out);
          comma(entries, out);
        }
        out.accept("}");
      }
      default -> quoted(value.toString(), out);
    }
  }

  private static void comma(Iterator<?> rest, Consumer<String> out) {
    if (rest.hasNext()) {
      out.accept(",");
    }
  }

  private static void quoted(String text, Consumer<String> out) {
    out.accept("\"");
    out.accept(new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)));
    out.accept("\"");
  }
}
