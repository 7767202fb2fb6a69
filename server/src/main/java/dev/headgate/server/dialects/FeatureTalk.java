package dev.headgate.server.dialects;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.ReasoningSettings;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Tools;
import dev.headgate.kernel.errors.CallFailed;
import java.util.List;
import java.util.Set;

/// A conversation with a feature: its last message is the question, those before it the history.
/// How the answer is made is the feature's own affair, so every setting of a model is refused
/// rather than silently dropped; a bound on the answer's length, which some dialects demand, says
/// nothing to it.
record FeatureTalk(List<ChatMessage> history, String question) {
  // About the caller's own bookkeeping.
  private static final Set<String> NEUTRAL =
      Set.of("metadata", "store", "service_tier", "prompt_cache_key", "labels", "user");

  static FeatureTalk of(ChatRequest request) {
    refuse("tools", !request.options().tools().equals(Tools.NONE));
    refuse("the reasoning", !request.options().reasoning().equals(ReasoningSettings.NONE));
    refuse(
        "the output format",
        !(request.options().format() instanceof OutputFormat.Unsaid
            || request.options().format() instanceof OutputFormat.PlainText));
    var settings = request.settings().withMaxTokens(null);
    var choices = settings.choices();
    refuse("n", choices != null && choices != 1);
    refuse(
        "a sampling setting",
        !settings.sampling().equals(ChatSettings.Sampling.NONE)
            || !settings.stop().isEmpty()
            || settings.logprobs() != null);
    for (var name : request.extras().members().members().keySet()) {
      refuse(name, !NEUTRAL.contains(name));
    }
    var messages = request.messages();
    for (int i = 0; i < messages.size(); i++) {
      requireText(messages.get(i), "messages[" + i + "]");
    }
    if (messages.isEmpty() || messages.getLast().role() != Role.USER) {
      throw CallFailed.invalid(
          "messages", "the conversation must end with a message of the user: the question");
    }
    return new FeatureTalk(messages.subList(0, messages.size() - 1), messages.getLast().text());
  }

  private static void requireText(ChatMessage message, String path) {
    if (message.role() != Role.USER && message.role() != Role.ASSISTANT) {
      throw CallFailed.invalid(
          path, "a feature has its own instructions; leave those of the call out");
    }
    if (!message.parts().stream().allMatch(part -> part instanceof Part.Text)) {
      throw CallFailed.invalid(path, "\"" + path + "\" is no text; features read texts only");
    }
  }

  private static void refuse(String name, boolean isSet) {
    if (isSet) {
      throw CallFailed.invalid(
          name,
          "%s cannot be set on a call to a feature: its release decides; leave it out"
              .formatted(name));
    }
  }
}
