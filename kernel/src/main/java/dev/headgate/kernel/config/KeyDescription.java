package dev.headgate.kernel.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a reader asked of one key: the source of JSON Schemas and of the reference.
///
/// @param defaultText the default as one would write it, null if there is none
/// @param choices allowed texts of a [ValueType#CHOICE]
/// @param children keys of the section, of each item, or of each named entry
public record KeyDescription(
    String key,
    ValueType type,
    String doc,
    boolean required,
    @Nullable String defaultText,
    @Nullable Double min,
    @Nullable Double max,
    List<String> choices,
    List<KeyDescription> children) {
  public KeyDescription {
    choices = List.copyOf(choices);
    children = List.copyOf(children);
  }
}
