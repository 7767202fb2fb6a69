package dev.headgate.kernel.chat;

import dev.headgate.kernel.json.Json;
import org.jspecify.annotations.Nullable;

/// The form in which an answer is wanted.
public sealed interface OutputFormat {
  /// The caller did not say.
  record Unsaid() implements OutputFormat {}

  record PlainText() implements OutputFormat {}

  /// Some JSON object.
  record AnyJson() implements OutputFormat {}

  /// JSON that follows a schema.
  ///
  /// @param name empty if the caller gave none
  /// @param strict whether it must; null leaves that to the provider
  record Schema(
      String name, String description, Json.Obj schema, @Nullable Boolean strict, Extras extras)
      implements OutputFormat {}
}
