package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.json.Json;

/// The two shapes in which answers come: of `/chat/completions`, and of the older `/completions`.
enum Shape {
  CHAT(Dialect.OPENAI_CHAT, "chat.completion.chunk"),
  TEXT(Dialect.OPENAI_COMPLETIONS, "text_completion");

  private final Dialect dialect;
  private final String chunk;

  Shape(Dialect dialect, String chunk) {
    this.dialect = dialect;
    this.chunk = chunk;
  }

  Dialect dialect() {
    return dialect;
  }

  /// What only this shape knows; nothing if there is nothing.
  Extras extras(Json.Obj members) {
    return members.isEmpty() ? Extras.NONE : new Extras(dialect, members);
  }

  /// The `object` of a piece of a stream.
  String chunk() {
    return chunk;
  }
}
