package dev.headgate.providers.passing;

import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.errors.CallFailed;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The model that a caller's request names, and where. Filled while the request is read; not
/// thread-safe until then.
public final class ModelMember {
  private final String advice;
  private @Nullable String name;
  private int from;
  private int to;

  /// @param advice what the caller can name, such as `name a model`
  public ModelMember(String advice) {
    this.advice = advice;
  }

  /// @throws CallFailed `INVALID_REQUEST` unless it is a text and not blank
  public void read(JsonParser parser, JsonToken value) {
    if (value != JsonToken.VALUE_STRING) {
      throw CallFailed.invalid("model", "\"model\" must be a text");
    }
    from = CallerJson.from(parser);
    var read = parser.getString();
    to = CallerJson.to(parser);
    if (read.isBlank()) {
      throw CallFailed.invalid("model", "\"model\" is empty; " + advice);
    }
    name = read;
  }

  /// @throws CallFailed `INVALID_REQUEST` if the request names none
  public String require() {
    if (name == null) {
      throw CallFailed.invalid("model", "\"model\" is missing; " + advice);
    }
    return name;
  }

  /// Names another model in its place, unless it is the same.
  public void replace(String other, List<RelayBody.Edit> edits) {
    if (!other.equals(name)) {
      edits.add(new RelayBody.Edit(from, to, CallerJson.quoted(other)));
    }
  }
}
