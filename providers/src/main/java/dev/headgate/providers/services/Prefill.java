package dev.headgate.providers.services;

import dev.headgate.kernel.json.Json;

/// Whether and how a model goes on from an answer that was begun.
public sealed interface Prefill {
  /// It begins anew, or refuses.
  record Impossible() implements Prefill {}

  /// It goes on if the last message is the assistant's.
  ///
  /// @param message members that this message needs besides
  /// @param request members that the request needs besides
  record LastMessage(Json.Obj message, Json.Obj request) implements Prefill {}
}
