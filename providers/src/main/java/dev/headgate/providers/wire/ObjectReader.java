package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads an object's members one by one, each in the type that it must have, and knows what is
/// left. A member that is null counts as absent. Not thread-safe.
public final class ObjectReader {
  private final Json.Obj object;
  private final String path;
  private final boolean request;
  private final Set<String> taken = new HashSet<>();

  private ObjectReader(Json.Obj object, String path, boolean request) {
    this.object = object;
    this.path = path;
    this.request = request;
  }

  /// @param path of the object in the request, such as `messages[2]`, empty for the request itself
  public static ObjectReader ofRequest(Json.Obj object, String path) {
    return new ObjectReader(object, path, true);
  }

  public static ObjectReader ofAnswer(Json.Obj object, String path) {
    return new ObjectReader(object, path, false);
  }

  /// Reads an element that must be an object.
  public static ObjectReader ofRequest(Json value, String path) {
    if (value instanceof Json.Obj object) {
      return ofRequest(object, path);
    }
    throw CallFailed.invalid(path, "\"" + path + "\" must be an object");
  }

  public static ObjectReader ofAnswer(Json value, String path) {
    if (value instanceof Json.Obj object) {
      return ofAnswer(object, path);
    }
    throw malformed(path, "an object");
  }

  public Json.Obj object() {
    return object;
  }

  /// Where a member is, for messages.
  public String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  public Optional<Json> find(String name) {
    taken.add(name);
    return object.find(name);
  }

  /// Empty if it is absent.
  public String text(String name) {
    return find(name).map(value -> asText(name, value)).orElse("");
  }

  public String requireText(String name) {
    return asText(name, find(name).orElseThrow(() -> wrong(name, "a text")));
  }

  public @Nullable Integer integer(String name) {
    var number = number(name);
    if (number == null) {
      return null;
    }
    if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
      throw wrong(name, "a whole number");
    }
    return number.intValue();
  }

  public @Nullable Long whole(String name) {
    return number(name) == null ? null : object.integer(name);
  }

  public @Nullable Double number(String name) {
    var value = find(name);
    if (value.isEmpty()) {
      return null;
    }
    if (value.get() instanceof Json.Num number) {
      return number.asDouble();
    }
    throw wrong(name, "a number");
  }

  public @Nullable Boolean flag(String name) {
    var value = find(name);
    if (value.isEmpty()) {
      return null;
    }
    if (value.get() instanceof Json.Bool(var flag)) {
      return flag;
    }
    throw wrong(name, "true or false");
  }

  /// An empty one if it is absent.
  public Json.Obj object(String name) {
    return find(name).map(value -> asObject(name, value)).orElse(Json.Obj.EMPTY);
  }

  /// No elements if it is absent.
  public List<Json> array(String name) {
    return find(name).map(value -> asArray(name, value)).orElse(List.of());
  }

  /// The texts of an array, none if it is absent.
  public List<String> texts(String name) {
    var texts = new ArrayList<String>();
    for (var element : array(name)) {
      texts.add(asText(name, element));
    }
    return texts;
  }

  /// ObjectReader to be read on their own.
  public ObjectReader members(String name) {
    return new ObjectReader(object(name), path(name), request);
  }

  /// The same for every object of an array.
  public List<ObjectReader> each(String name) {
    var all = new ArrayList<ObjectReader>();
    for (var element : array(name)) {
      var at = path(name) + "[" + all.size() + "]";
      all.add(request ? ofRequest(element, at) : ofAnswer(element, at));
    }
    return all;
  }

  /// What was not asked for: of a request without its nulls, which say nothing there.
  public Json.Obj rest() {
    var rest = new LinkedHashMap<String, Json>();
    object
        .members()
        .forEach((name, value) -> {
          if (!taken.contains(name) && !(request && value instanceof Json.Null)) {
            rest.put(name, value);
          }
        });
    return new Json.Obj(rest);
  }

  /// What is left as words of `own`; those carried, and nothing else, where the object carries
  /// another dialect's.
  public Extras extras(Dialect own) {
    if (object.has(Carried.MEMBER)) {
      return carried(object, own);
    }
    var rest = rest();
    return rest.isEmpty() ? Extras.NONE : new Extras(own, rest);
  }

  /// Another dialect's words that came through an object of `own`.
  public static Extras carried(Json.Obj object, Dialect own) {
    return object.object(Carried.MEMBER).object("members").isEmpty()
        ? Extras.NONE
        : Carried.of(object, own);
  }

  public CallFailed wrong(String name, String expected) {
    var at = path(name);
    return request
        ? CallFailed.invalid(at, "\"" + at + "\" must be " + expected)
        : malformed(at, expected);
  }

  private String asText(String name, Json value) {
    if (value instanceof Json.Text(var text)) {
      return text;
    }
    throw wrong(name, "a text");
  }

  private Json.Obj asObject(String name, Json value) {
    if (value instanceof Json.Obj member) {
      return member;
    }
    throw wrong(name, "an object");
  }

  private List<Json> asArray(String name, Json value) {
    if (value instanceof Json.Arr(var elements)) {
      return elements;
    }
    throw wrong(name, "an array");
  }

  private static CallFailed malformed(String at, String expected) {
    return new CallFailed(
        ErrorCode.PROVIDER_MALFORMED,
        "the provider's answer has something other than " + expected + " at \"" + at + "\"");
  }
}
