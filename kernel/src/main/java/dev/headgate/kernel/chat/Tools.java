package dev.headgate.kernel.chat;

import dev.headgate.kernel.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tools that a model may ask for.
///
/// @param parallel whether it may ask for several at once; null leaves that to the provider
public record Tools(List<Tool> all, Choice choice, @Nullable Boolean parallel) {
  public static final Tools NONE = new Tools(List.of(), new Choice.Unsaid(), null);

  public Tools {
    all = List.copyOf(all);
  }

  /// Something that a model may ask for.
  public sealed interface Tool {}

  /// Run by the caller.
  ///
  /// @param parameters JSON Schema, null if it takes none
  /// @param strict whether arguments must follow the schema; null leaves that to the provider
  public record Function(
      String name,
      String description,
      Json.@Nullable Obj parameters,
      @Nullable Boolean strict,
      Extras extras)
      implements Tool {}

  /// Run by the provider, such as its web search: the words of one dialect.
  public record Hosted(Dialect dialect, Json.Obj json) implements Tool {}

  /// Whether a tool is to be asked for.
  public sealed interface Choice {
    /// The caller did not say.
    record Unsaid() implements Choice {}

    record Auto() implements Choice {}

    record None() implements Choice {}

    /// At least one.
    record Required() implements Choice {}

    /// This one.
    record Named(String name) implements Choice {}

    /// In the words of one dialect.
    record Foreign(Dialect dialect, Json json) implements Choice {}
  }
}
