package dev.headgate.providers.wire;

import dev.headgate.kernel.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Writes an object member by member; what is null or empty is left out. Not thread-safe.
public final class ObjectBuilder {
  private final SequencedMap<String, Json> members = new LinkedHashMap<>();

  public ObjectBuilder put(String name, Json value) {
    members.put(name, value);
    return this;
  }

  public ObjectBuilder put(String name, String value) {
    return put(name, new Json.Text(value));
  }

  public ObjectBuilder put(String name, long value) {
    return put(name, Json.Num.of(value));
  }

  public ObjectBuilder put(String name, boolean value) {
    return put(name, Json.of(value));
  }

  /// Left out if it is null.
  public ObjectBuilder maybe(String name, @Nullable Number value) {
    return value == null ? this : put(name, new Json.Num(value.toString()));
  }

  /// Left out if it is null.
  public ObjectBuilder maybe(String name, @Nullable Boolean value) {
    return value == null ? this : put(name, Json.of(value));
  }

  /// Left out if it is null or empty.
  public ObjectBuilder maybe(String name, @Nullable String value) {
    return value == null || value.isEmpty() ? this : put(name, value);
  }

  /// Left out if it is null.
  public ObjectBuilder maybe(String name, @Nullable Json value) {
    return value == null ? this : put(name, value);
  }

  /// Left out if it has no elements.
  public ObjectBuilder maybe(String name, List<? extends Json> elements) {
    return elements.isEmpty() ? this : put(name, new Json.Arr(List.copyOf(elements)));
  }

  public ObjectBuilder putAll(Json.Obj others) {
    members.putAll(others.members());
    return this;
  }

  public Json.Obj build() {
    return new Json.Obj(members);
  }
}
