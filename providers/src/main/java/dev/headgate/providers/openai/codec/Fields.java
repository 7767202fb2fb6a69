package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The members of an object of a request, taken one by one: what is of the wrong type is the
/// caller's mistake, and what is left over are the words of a dialect. A member that is null counts
/// as absent. Not thread-safe.
final class Fields {
  private final String path;
  private final SequencedMap<String, Json> left;

  /// @param path of the object in the request, empty for the request itself
  Fields(String path, Json.Obj object) {
    this.path = path;
    this.left = new LinkedHashMap<>(object.members());
    left.values().removeIf(Json.Null.class::isInstance);
  }

  /// An element that must be an object.
  static Fields of(String path, Json value) {
    if (value instanceof Json.Obj object) {
      return new Fields(path, object);
    }
    throw CallFailed.invalid(path, "\"" + path + "\" must be an object");
  }

  boolean has(String name) {
    return left.containsKey(name);
  }

  @Nullable Json take(String name) {
    return left.remove(name);
  }

  /// Looks without taking.
  @Nullable Json peek(String name) {
    return left.get(name);
  }

  @Nullable String text(String name) {
    return switch (left.remove(name)) {
      case null -> null;
      case Json.Text(var text) -> text;
      case Json _ -> throw wrong(name, "a text");
    };
  }

  /// The text, or an empty one.
  String textOrEmpty(String name) {
    var text = text(name);
    return text == null ? "" : text;
  }

  @Nullable Boolean flag(String name) {
    return switch (left.remove(name)) {
      case null -> null;
      case Json.Bool(var value) -> value;
      case Json _ -> throw wrong(name, "true or false");
    };
  }

  @Nullable Double number(String name) {
    return switch (left.remove(name)) {
      case null -> null;
      case Json.Num number -> number.asDouble();
      case Json _ -> throw wrong(name, "a number");
    };
  }

  @Nullable Long whole(String name) {
    var number = number(name);
    if (number == null) {
      return null;
    }
    if (number != Math.rint(number)) {
      throw wrong(name, "a whole number");
    }
    return number.longValue();
  }

  @Nullable Integer count(String name) {
    var number = whole(name);
    if (number == null) {
      return null;
    }
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw wrong(name, "a whole number of at least 0");
    }
    return number.intValue();
  }

  /// The elements, none if it is absent.
  List<Json> array(String name) {
    return switch (left.remove(name)) {
      case null -> List.of();
      case Json.Arr(var elements) -> elements;
      case Json _ -> throw wrong(name, "a list");
    };
  }

  /// The object, empty if it is absent.
  Json.Obj object(String name) {
    return switch (left.remove(name)) {
      case null -> Json.Obj.EMPTY;
      case Json.Obj object -> object;
      case Json _ -> throw wrong(name, "an object");
    };
  }

  /// Gives a member back to what is left over.
  void leave(String name, Json value) {
    left.put(name, value);
  }

  Extras rest(Dialect dialect) {
    return left.isEmpty() ? Extras.NONE : new Extras(dialect, new Json.Obj(left));
  }

  Json.Obj left() {
    return new Json.Obj(left);
  }

  /// Where a member stands in the request.
  String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  CallFailed wrong(String name, String expected) {
    return CallFailed.invalid(at(name), "\"" + at(name) + "\" must be " + expected);
  }
}
