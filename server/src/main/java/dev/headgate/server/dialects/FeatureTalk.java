package dev.headgate.server.dialects;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.ReasoningSettings;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Tools;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.settled.Ignored;
import dev.headgate.providers.wire.CallersWords;
import java.util.List;
import java.util.Set;

/// A conversation with a feature: its last message is the question, those before it the history.
/// How the answer is made is the feature's own affair, so every setting of a model is refused
/// rather than silently dropped; a bound on the answer's length, which some dialects demand, says
/// nothing to it.
///
/// @param ignored what says nothing to a feature, named for the caller
record FeatureTalk(List<ChatMessage> history, String question, List<String> ignored) {
  // About the caller's own bookkeeping.
  private static final Set<String> NEUTRAL =
      Set.of("metadata", "service_tier", "prompt_cache_key", "labels", "user");

  static FeatureTalk of(ChatRequest request, Dialect dialect) {
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
    var ignored = new Ignored();
    ignored.addIf(request.settings().maxTokens() != null, CallersWords.of(dialect, "max_tokens"));
    request
        .extras()
        .members()
        .members()
        .forEach((name, value) -> {
          refuse(name, !NEUTRAL.contains(name) && !isOff(name, value));
          ignored.addIf(NEUTRAL.contains(name), name);
        });
    var messages = request.messages();
    for (int i = 0; i < messages.size(); i++) {
      requireText(messages.get(i), "messages[" + i + "]");
      name(messages.get(i).extras(), ignored);
      messages.get(i).parts().forEach(part -> name(part.extras(), ignored));
    }
    if (messages.isEmpty() || messages.getLast().role() != Role.USER) {
      throw CallFailed.invalid(
          "messages", "the conversation must end with a message of the user: the question");
    }
    return new FeatureTalk(
        messages.subList(0, messages.size() - 1), messages.getLast().text(), ignored.names());
  }

  private static boolean isOff(String name, Json value) {
    return name.equals("store") && value.equals(Json.FALSE);
  }

  private static void name(Extras extras, Ignored ignored) {
    extras.members().members().keySet().forEach(name -> ignored.add("messages[]." + name));
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
