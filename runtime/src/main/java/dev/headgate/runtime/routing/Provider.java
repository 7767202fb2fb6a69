package dev.headgate.runtime.routing;

import dev.headgate.kernel.chat.ChatModel;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.dialects.Relay;
import java.util.Set;

/// A declared provider and its two doors.
///
/// @param name in `headgate.yaml`
/// @param system what OpenTelemetry calls it (`gen_ai.provider.name`), such as `openai`
/// @param dialects in which its relay takes bytes
/// @param catalog under which its prices stand in the catalog
/// @param headgate whether it is a Headgate, which is told what led to a call
public record Provider(
    String name,
    String system,
    ChatModel chat,
    Relay relay,
    Set<Dialect> dialects,
    String catalog,
    boolean headgate) {
  public Provider {
    dialects = Set.copyOf(dialects);
  }

  /// One that the catalog knows by the same name.
  public Provider(String name, String system, ChatModel chat, Relay relay, Set<Dialect> dialects) {
    this(name, system, chat, relay, dialects, system, false);
  }

  public Provider(String name, String system, ChatModel chat, Relay relay) {
    this(name, system, chat, relay, Set.of(Dialect.OPENAI_CHAT));
  }
}
