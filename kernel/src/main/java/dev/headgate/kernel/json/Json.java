package dev.headgate.kernel.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/// A JSON value. Immutable; members keep their order, numbers their spelling.
public sealed interface Json {
  Json NULL = new Null();
  Json TRUE = new Bool(true);
  Json FALSE = new Bool(false);

  /// Members in the order in which they were written; that order does not matter for equality.
  record Obj(SequencedMap<String, Json> members) implements Json {
    public static final Obj EMPTY = new Obj(new LinkedHashMap<>());

    public Obj {
      members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
    }

    public static Obj of(String name, Json value) {
      return new Obj(new LinkedHashMap<>(Map.of(name, value)));
    }

    public boolean isEmpty() {
      return members.isEmpty();
    }

    public boolean has(String name) {
      return members.containsKey(name);
    }

    /// The member, empty if it is absent or null.
    public Optional<Json> find(String name) {
      return Optional.ofNullable(members.get(name)).filter(value -> !(value instanceof Null));
    }

    /// The member if it is a text.
    public Optional<String> text(String name) {
      return members.get(name) instanceof Text(var value) ? Optional.of(value) : Optional.empty();
    }

    /// The member if it is an object, an empty one otherwise.
    public Obj object(String name) {
      return members.get(name) instanceof Obj object ? object : EMPTY;
    }

    /// The elements of the member if it is an array, none otherwise.
    public List<Json> array(String name) {
      return members.get(name) instanceof Arr(var elements) ? elements : List.of();
    }

    /// The member as a whole number, 0 if it is none.
    public long integer(String name) {
      return members.get(name) instanceof Num number ? number.asLong() : 0;
    }

    /// Whether the member is `true`.
    public boolean isTrue(String name) {
      return TRUE.equals(members.get(name));
    }

    /// The same with a member set, at its old place or at the end.
    public Obj with(String name, Json value) {
      return changed(copy -> {
        copy.put(name, value);
        return copy;
      });
    }

    /// The same with the other's members set.
    public Obj with(Obj other) {
      return changed(copy -> {
        copy.putAll(other.members);
        return copy;
      });
    }

    public Obj without(String... names) {
      return changed(copy -> {
        for (var name : names) {
          copy.remove(name);
        }
        return copy;
      });
    }

    private Obj changed(UnaryOperator<SequencedMap<String, Json>> change) {
      return new Obj(change.apply(new LinkedHashMap<>(members)));
    }
  }

  record Arr(List<Json> elements) implements Json {
    public Arr {
      elements = elements instanceof Numbers ? elements : List.copyOf(elements);
    }
  }

  record Text(String value) implements Json {}

  /// @param literal as it was written
  record Num(String literal) implements Json {
    public static Num of(long value) {
      return new Num(Long.toString(value));
    }

    public static Num of(double value) {
      return new Num(Double.toString(value));
    }

    /// The whole part, clamped to what a long holds.
    public long asLong() {
      try {
        return Long.parseLong(literal);
      } catch (NumberFormatException _) {
        return (long) Double.parseDouble(literal);
      }
    }

    public double asDouble() {
      return Double.parseDouble(literal);
    }
  }

  record Bool(boolean value) implements Json {}

  record Null() implements Json {}

  static Json of(boolean value) {
    return value ? TRUE : FALSE;
  }
}
