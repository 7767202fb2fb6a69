package dev.headgate.runtime.prompts;

import dev.headgate.runtime.prompts.VariableType.Field;
import dev.headgate.runtime.prompts.VariableType.Fields;
import dev.headgate.runtime.prompts.VariableType.ListOf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Reads dotprompt's short form of a schema: `question: string`, `tone?: string, how it sounds`,
/// `tags(array): string`, `person(object): {name: string}`, `level(enum): [low, high]`.
final class Picoschema {
  private static final Pattern KEY =
      Pattern.compile(
          "([\\p{L}_][\\p{L}\\p{N}_-]*)(\\?)?(?:\\((array|object|enum)(?:,[^)]*)?\\))?");
  private static final Set<String> TEXTS = Set.of("string", "number", "integer", "boolean", "null");

  private final Consumer<String> problems;

  private Picoschema(Consumer<String> problems) {
    this.problems = problems;
  }

  static Fields read(Map<String, Object> schema, Consumer<String> problems) {
    return new Picoschema(problems).fields(schema);
  }

  private Fields fields(Map<?, ?> schema) {
    var byName = new LinkedHashMap<String, Field>();
    schema.forEach((written, type) -> {
      var key = KEY.matcher(String.valueOf(written));
      if (!key.matches()) {
        problems.accept(
            "expected a name such as \"question\", \"tone?\" or \"tags(array)\", found \"%s\""
                .formatted(written));
        return;
      }
      var kind = key.group(3) == null ? "" : key.group(3);
      byName.put(key.group(1), new Field(type(kind, type), key.group(2) == null));
    });
    return new Fields(byName);
  }

  private VariableType type(String kind, Object written) {
    return switch (kind) {
      case "array" -> new ListOf(type("", written));
      case "enum" -> {
        if (!(written instanceof List<?>)) {
          problems.accept("an enum lists its values, as in [low, high]");
        }
        yield new VariableType.Text();
      }
      default -> plainType(written);
    };
  }

  private VariableType plainType(Object written) {
    if (written instanceof Map<?, ?> fields) {
      return fields(fields);
    }
    var name = String.valueOf(written).split(",", 2)[0].strip();
    if (name.equals("any")) {
      return new VariableType.Any();
    }
    if (!TEXTS.contains(name)) {
      problems.accept(
          "expected string, number, integer, boolean, null, any or fields, found \"%s\""
              .formatted(name));
    }
    return new VariableType.Text();
  }
}
