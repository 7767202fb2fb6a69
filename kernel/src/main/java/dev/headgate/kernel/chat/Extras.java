package dev.headgate.kernel.chat;

import dev.headgate.kernel.json.Json;

/// Members of a request or an answer that have no place in the canonical form: the words of one
/// dialect. Nothing is dropped: the same dialect writes them back, another one passes, emulates or
/// rejects them (a request), or carries them under a member of its own (an answer).
///
/// @param dialect whose words they are
public record Extras(Dialect dialect, Json.Obj members) {
  public static final Extras NONE = new Extras(Dialect.OPENAI_CHAT, Json.Obj.EMPTY);

  public boolean isEmpty() {
    return members.isEmpty();
  }

  /// The members if they are words of this dialect, none otherwise.
  public Json.Obj of(Dialect wanted) {
    return dialect == wanted ? members : Json.Obj.EMPTY;
  }

  public Extras with(String name, Json value) {
    return new Extras(dialect, members.with(name, value));
  }
}
