package dev.headgate.providers.wire;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Members of a request, checked.
public final class Members {
  private Members() {}

  /// Null if it is absent.
  ///
  /// @throws CallFailed `INVALID_REQUEST` if it is no number
  public static @Nullable Integer integer(Json.Obj object, String name) {
    return switch (object.find(name).orElse(Json.NULL)) {
      case Json.Null _ -> null;
      case Json.Num number -> Math.clamp(number.asLong(), Integer.MIN_VALUE, Integer.MAX_VALUE);
      default -> throw CallFailed.invalid(name, "\"" + name + "\" must be a number");
    };
  }

  /// Null if it is absent.
  ///
  /// @throws CallFailed `INVALID_REQUEST` if it is no number
  public static @Nullable Double number(Json.Obj object, String name) {
    return switch (object.find(name).orElse(Json.NULL)) {
      case Json.Null _ -> null;
      case Json.Num number -> number.asDouble();
      default -> throw CallFailed.invalid(name, "\"" + name + "\" must be a number");
    };
  }

  /// None if it is absent.
  ///
  /// @throws CallFailed `INVALID_REQUEST` if it holds anything but texts
  public static List<String> texts(Json.Obj object, String name) {
    return object.array(name).stream()
        .map(each -> {
          if (each instanceof Json.Text(var text)) {
            return text;
          }
          throw CallFailed.invalid(name, "\"" + name + "\" must be a list of texts");
        })
        .toList();
  }
}
