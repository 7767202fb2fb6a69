package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;

/// A part as it grows. Not thread-safe.
public final class GrowingPart {
  private final Part known;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder signature = new StringBuilder();
  private Extras extras;

  /// @param known what was known of it when it began
  public GrowingPart(Part known) {
    this.known = known;
    this.extras = known.extras();
  }

  /// What was known of it when it began.
  public Part known() {
    return known;
  }

  public void grow(String delta) {
    text.append(delta);
  }

  public void learn(String more, Extras also) {
    signature.append(more);
    extras = merged(extras, also);
  }

  public Part whole() {
    return switch (known) {
      case Part.Text(var begin, _) -> new Part.Text(begin + text, extras);
      case Part.Refusal(var begin, _) -> new Part.Refusal(begin + text, extras);
      case Part.Reasoning(var begin, var signed, _) ->
          new Part.Reasoning(begin + text, signed + signature, extras);
      case Part.ToolCall(var id, var name, var begin, _) ->
          new Part.ToolCall(id, name, begin + text, extras);
      case Part.Image(var source, var detail, _) -> new Part.Image(source, detail, extras);
      case Part.Audio(var source, var format, _) -> new Part.Audio(source, format, extras);
      case Part.File(var source, var name, _) -> new Part.File(source, name, extras);
      case Part.ToolResult(var id, var name, var content, var failed, _) ->
          new Part.ToolResult(id, name, content, failed, extras);
      case Part.Foreign foreign -> foreign;
    };
  }

  /// Both; of two members of the same name the later one.
  public static Extras merged(Extras earlier, Extras later) {
    if (earlier.isEmpty()) {
      return later;
    }
    return later.isEmpty()
        ? earlier
        : new Extras(earlier.dialect(), earlier.members().with(later.members()));
  }
}
