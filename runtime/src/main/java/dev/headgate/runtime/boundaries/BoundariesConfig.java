package dev.headgate.runtime.boundaries;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.NearestName;
import java.util.HashSet;
import java.util.List;

/// The `data-boundaries` section.
///
/// @param classes least sensitive first; none if there are no boundaries
/// @param defaultClass of a call that names none, empty if and only if there are no classes
public record BoundariesConfig(List<String> classes, String defaultClass) {
  public static final BoundariesConfig NONE = new BoundariesConfig(List.of(), "");

  public BoundariesConfig {
    classes = List.copyOf(classes);
  }

  public static BoundariesConfig from(ConfigNode boundaries) {
    var classes =
        boundaries.texts(
            "classes",
            List.of(),
            "Classes of data, the least sensitive first, such as [public, internal, personal]");
    if (new HashSet<>(classes).size() < classes.size()) {
      boundaries.problem("classes", "a class is named twice; name each once");
    }
    var named =
        boundaries.optionalText(
            "default", "The class of a call that names none; without it, the least sensitive one");
    if (named.isPresent() && !classes.contains(named.get())) {
      boundaries.problem(
          "default", unknown(named.get(), classes) + "; name one of data-boundaries.classes");
    }
    return new BoundariesConfig(
        classes, classes.isEmpty() ? "" : named.filter(classes::contains).orElse(classes.get(0)));
  }

  /// Reports a class that is not declared.
  ///
  /// @param key under which it was written
  public void check(ConfigNode node, String key, String dataClass) {
    if (!dataClass.isEmpty() && !classes.contains(dataClass) && !node.isDescribing()) {
      node.problem(key, unknown(dataClass, classes) + "; declare it in data-boundaries.classes");
    }
  }

  static String unknown(String dataClass, List<String> classes) {
    return "there is no data class \"%s\"%s"
        .formatted(
            dataClass,
            NearestName.of(dataClass, classes)
                .map(near -> ", did you mean \"" + near + "\"?")
                .orElse(classes.isEmpty() ? "" : ", there are " + String.join(", ", classes)));
  }
}
