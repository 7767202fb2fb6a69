package dev.headgate.runtime.routing;

import dev.headgate.kernel.chat.ChatModel;
import dev.headgate.kernel.dialects.Relay;

/// A declared provider and its two doors.
///
/// @param name in `headgate.yaml`
/// @param system what OpenTelemetry calls it (`gen_ai.provider.name`), such as `openai`
public record Provider(String name, String system, ChatModel chat, Relay relay) {}
