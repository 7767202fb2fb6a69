package dev.headgate.runtime.contracts;

import com.google.re2j.Pattern;
import dev.headgate.kernel.json.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A declared change of an output, the same whenever it is made. What it does not understand it
/// leaves as it is, for the schema to judge.
///
/// @param at where: a JSON pointer in which `*` is every member or element
public record Step(String at, Change change) {
  Json apply(Json document) {
    return apply(document, at.isEmpty() ? List.of() : List.of(at.substring(1).split("/", -1)));
  }

  private Json apply(Json value, List<String> path) {
    if (path.isEmpty()) {
      return change.apply(value);
    }
    var name = path.getFirst().replace("~1", "/").replace("~0", "~");
    var rest = path.subList(1, path.size());
    var isAny = name.equals("*");
    return switch (value) {
      case Json.Obj(var members) when isAny || members.containsKey(name) -> {
        var changed = new LinkedHashMap<>(members);
        changed.replaceAll(
            (key, member) -> isAny || key.equals(name) ? apply(member, rest) : member);
        yield new Json.Obj(changed);
      }
      case Json.Arr(var elements) -> {
        var changed = new Json[elements.size()];
        for (var i = 0; i < changed.length; i++) {
          var isMeant = isAny || name.equals(Integer.toString(i));
          changed[i] = isMeant ? apply(elements.get(i), rest) : elements.get(i);
        }
        yield new Json.Arr(List.of(changed));
      }
      case Json.Obj _, Json.Text _, Json.Num _, Json.Bool _, Json.Null _ -> value;
    };
  }

  /// What is done to a value.
  public sealed interface Change {
    Json apply(Json value);

    /// A text loses the blanks around it.
    record Trim() implements Change {
      @Override
      public Json apply(Json value) {
        return value instanceof Json.Text(var text) ? new Json.Text(text.strip()) : value;
      }
    }

    /// A number is brought within bounds.
    ///
    /// @param min null for none
    /// @param max null for none
    record Clamp(@Nullable BigDecimal min, @Nullable BigDecimal max) implements Change {
      @Override
      public Json apply(Json value) {
        if (!(value instanceof Json.Num(var literal))) {
          return value;
        }
        var number = new BigDecimal(literal);
        if (min != null && number.compareTo(min) < 0) {
          return new Json.Num(min.toPlainString());
        }
        return max != null && number.compareTo(max) > 0 ? new Json.Num(max.toPlainString()) : value;
      }
    }

    /// One text stands for another value.
    record Replace(Map<String, Json> values) implements Change {
      public Replace {
        values = Map.copyOf(values);
      }

      @Override
      public Json apply(Json value) {
        return value instanceof Json.Text(var text) ? values.getOrDefault(text, value) : value;
      }
    }

    /// A date in one of some forms becomes one of the form `2026-01-31`.
    record Date(List<DateTimeFormatter> forms) implements Change {
      public Date {
        forms = List.copyOf(forms);
      }

      @Override
      public Json apply(Json value) {
        if (value instanceof Json.Text(var text)) {
          for (var form : forms) {
            try {
              return new Json.Text(LocalDate.parse(text.strip(), form).toString());
            } catch (DateTimeException _) {
              // The next form may fit.
            }
          }
        }
        return value;
      }
    }

    /// A text such as `1,234.50 €` becomes a number.
    ///
    /// @param point what stands before the fraction
    record ReadNumber(char point) implements Change {
      // Groups have three digits, so that no fraction is taken for a group.
      private static final java.util.regex.Pattern DOT =
          java.util.regex.Pattern.compile(
              "([-+]?)\\p{Sc}? ?(\\d{1,3}(?:[,'  ]\\d{3})+|\\d+)(\\.\\d+)? ?\\p{Sc}?");

      private static final java.util.regex.Pattern COMMA =
          java.util.regex.Pattern.compile(
              "([-+]?)\\p{Sc}? ?(\\d{1,3}(?:[.'  ]\\d{3})+|\\d+)(,\\d+)? ?\\p{Sc}?");

      private static final int LONGEST = 40;

      @Override
      public Json apply(Json value) {
        if (!(value instanceof Json.Text(var text)) || text.length() > LONGEST) {
          return value;
        }
        var parts = (point == '.' ? DOT : COMMA).matcher(text.strip());
        if (!parts.matches()) {
          return value;
        }
        var fraction = parts.group(3) == null ? "" : "." + parts.group(3).substring(1);
        var number =
            new BigDecimal(parts.group(1) + parts.group(2).replaceAll("\\D", "") + fraction);
        return new Json.Num(number.toPlainString());
      }
    }

    /// What fits a pattern is replaced within a text.
    record Redact(Pattern pattern, String with) implements Change {
      @Override
      public Json apply(Json value) {
        return value instanceof Json.Text(var text)
            ? new Json.Text(
                pattern.matcher(text).replaceAll(com.google.re2j.Matcher.quoteReplacement(with)))
            : value;
      }
    }
  }
}
