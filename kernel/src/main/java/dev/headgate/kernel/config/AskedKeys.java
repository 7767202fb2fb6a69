package dev.headgate.kernel.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The keys that a reader has asked of one section, in the order of asking.
final class AskedKeys {
  private final SequencedMap<String, KeyDescription> byKey = new LinkedHashMap<>();

  Set<String> names() {
    return byKey.keySet();
  }

  List<KeyDescription> all() {
    return List.copyOf(byKey.sequencedValues());
  }

  void add(String key, ValueType type, String doc, boolean required, @Nullable String defaultText) {
    put(
        new KeyDescription(
            key, type, doc, required, defaultText, null, null, List.of(), List.of()));
  }

  void add(
      String key,
      ValueType type,
      String doc,
      boolean required,
      @Nullable String defaultText,
      double min,
      double max) {
    put(new KeyDescription(key, type, doc, required, defaultText, min, max, List.of(), List.of()));
  }

  void addChoice(
      String key,
      Class<? extends Enum<?>> type,
      String doc,
      boolean required,
      @Nullable String defaultText) {
    addChoice(
        key,
        Arrays.stream(type.getEnumConstants()).map(Written::of).toList(),
        doc,
        required,
        defaultText);
  }

  void addChoice(
      String key,
      List<String> choices,
      String doc,
      boolean required,
      @Nullable String defaultText) {
    put(
        new KeyDescription(
            key, ValueType.CHOICE, doc, required, defaultText, null, null, choices, List.of()));
  }

  /// @param inner what was asked inside, null if nothing has been there to ask
  void addSection(String key, ValueType type, String doc, @Nullable AskedKeys inner) {
    var children = inner == null ? List.<KeyDescription>of() : inner.all();
    put(new KeyDescription(key, type, doc, false, null, null, null, List.of(), children));
  }

  private void put(KeyDescription description) {
    byKey.put(description.key(), description);
  }
}
