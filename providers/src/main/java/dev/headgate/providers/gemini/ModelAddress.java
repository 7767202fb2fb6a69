package dev.headgate.providers.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.errors.CallFailed;
import java.net.URLDecoder;
import java.util.HexFormat;

/// What Google says in the path of a request: the model, and what is asked of it.
///
/// @param model such as `gemini-2.5-flash`, or a longer resource name
/// @param operation such as `generateContent`
record ModelAddress(String model, String operation) {
  private static final String MODELS = "models/";

  /// Reads `/models/NAME:operation`, behind whatever stands before it.
  static ModelAddress of(String path) {
    var end = path.indexOf('?');
    var plain = end < 0 ? path : path.substring(0, end);
    var colon = plain.lastIndexOf(':');
    if (colon < 0) {
      throw CallFailed.invalid(
          "model", "the path must end in \"/models/NAME:generateContent\" or the like");
    }
    var models = plain.lastIndexOf(MODELS, colon);
    var slash = plain.startsWith("/") ? 1 : 0;
    var model = plain.substring(models < 0 ? slash : models + MODELS.length(), colon);
    return new ModelAddress(
        URLDecoder.decode(model.replace("+", "%2B"), UTF_8), plain.substring(colon + 1));
  }

  /// The path of the request, `?alt=sse` behind a stream's.
  String path() {
    if (model.isEmpty() || model.contains("..")) {
      throw CallFailed.invalid("model", "\"model\" is no name that a path can hold");
    }
    var plain = encoded(model);
    var resource = model.contains("/") ? "/" + plain : "/" + MODELS + plain;
    return resource + ":" + operation + (operation.startsWith("stream") ? "?alt=sse" : "");
  }

  private static String encoded(String name) {
    var plain = new StringBuilder();
    for (var b : name.getBytes(UTF_8)) {
      if (isPlain(b)) {
        plain.append((char) b);
      } else {
        plain.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return plain.toString();
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._@/".indexOf(c) >= 0;
  }
}
