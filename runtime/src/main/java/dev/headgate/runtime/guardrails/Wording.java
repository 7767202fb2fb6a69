package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatSettings;
import java.util.List;
import java.util.Map;

/// The words in which a custom check asks. Thread-safe.
public interface Wording {
  /// @param variables of the call, and `texts` with what is to be judged
  List<ChatMessage> render(Map<String, ?> variables);

  ChatSettings settings();
}
