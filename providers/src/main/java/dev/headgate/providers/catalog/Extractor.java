package dev.headgate.providers.catalog;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a dialect of a provider writes what a call used.
///
/// @param flavor the dialect, such as `chat` or `responses`
/// @param root path of the usage within the answer
/// @param fields several may add up to one unit
record Extractor(String flavor, List<Step> root, List<Field> fields) {
  Extractor {
    root = List.copyOf(root);
    fields = List.copyOf(fields);
  }

  sealed interface Step {
    /// A member of an object.
    record Member(String name) implements Step {}

    /// The item of a list of which a member has a value.
    record Item(String member, String value) implements Step {}
  }

  /// @param required without it there is no usage
  record Field(List<Step> path, String unit, boolean required) {
    Field {
      path = List.copyOf(path);
    }
  }

  /// What an answer says it used; empty if it says nothing that can be read.
  Optional<Counts> read(@Nullable Object answer) {
    var usage = find(answer, root);
    if (!(usage instanceof Map<?, ?>)) {
      return Optional.empty();
    }
    var counts = new LinkedHashMap<String, BigDecimal>();
    for (var field : fields) {
      var count = Tree.number(find(usage, field.path())).filter(number -> number.signum() >= 0);
      if (count.isPresent()) {
        counts.merge(field.unit(), count.get(), BigDecimal::add);
      } else if (field.required()) {
        return Optional.empty();
      }
    }
    return counts.isEmpty() ? Optional.empty() : Optional.of(new Counts(counts));
  }

  private static @Nullable Object find(@Nullable Object from, List<Step> path) {
    var at = from;
    for (var step : path) {
      at =
          switch (step) {
            case Step.Member(var name) -> Tree.map(at).get(name);
            case Step.Item(var member, var value) -> item(Tree.list(at), member, value);
          };
    }
    return at;
  }

  private static @Nullable Object item(List<?> items, String member, String value) {
    for (var item : items) {
      if (Tree.text(Tree.map(item).get(member)).equalsIgnoreCase(value)) {
        return item;
      }
    }
    return null;
  }
}
