package dev.headgate.providers.services;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.ReasoningSettings;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Tools;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which parameters a request uses, each with the place where it stands. Not thread-safe.
final class AskedParameters {
  private final Map<Parameter, String> found = new EnumMap<>(Parameter.class);

  private AskedParameters() {}

  static Map<Parameter, String> of(ChatRequest request) {
    var asked = new AskedParameters();
    asked.settings(request);
    asked.tools(request.options().tools());
    asked.format(request.options().format());
    asked.reasoning(request.options().reasoning());
    asked.messages(request.messages());
    return asked.found;
  }

  private void settings(ChatRequest request) {
    var settings = request.settings();
    var sampling = settings.sampling();
    maybe(Parameter.MAX_TOKENS, settings.maxTokens());
    maybe(Parameter.TEMPERATURE, sampling.temperature());
    maybe(Parameter.TOP_P, sampling.topP());
    maybe(Parameter.TOP_K, sampling.topK());
    maybe(Parameter.SEED, sampling.seed());
    maybe(Parameter.FREQUENCY_PENALTY, nonZero(sampling.frequencyPenalty()));
    maybe(Parameter.PRESENCE_PENALTY, nonZero(sampling.presencePenalty()));
    maybe(Parameter.STOP, settings.stop().isEmpty() ? null : settings.stop());
    var choices = settings.choices();
    maybe(Parameter.N, choices == null || choices == 1 ? null : choices);
    maybe(Parameter.LOGPROBS, settings.logprobs());
  }

  // 0 is what every provider takes for no penalty.
  private static @Nullable Double nonZero(@Nullable Double penalty) {
    return penalty == null || penalty == 0 ? null : penalty;
  }

  private void tools(Tools tools) {
    maybe(Parameter.TOOLS, tools.all().isEmpty() ? null : tools);
    var isPlain =
        tools.choice() instanceof Tools.Choice.Unsaid
            || tools.choice() instanceof Tools.Choice.Auto;
    maybe(Parameter.TOOL_CHOICE, isPlain ? null : tools.choice());
    maybe(Parameter.PARALLEL_TOOL_CALLS, tools.parallel());
  }

  private void format(OutputFormat format) {
    switch (format) {
      case OutputFormat.AnyJson _ -> maybe(Parameter.JSON_OBJECT, format);
      case OutputFormat.Schema _ -> maybe(Parameter.JSON_SCHEMA, format);
      case OutputFormat.Unsaid _, OutputFormat.PlainText _ -> {}
    }
  }

  private void reasoning(ReasoningSettings reasoning) {
    maybe(Parameter.REASONING_EFFORT, reasoning.effort());
    maybe(Parameter.REASONING_MAX_TOKENS, reasoning.maxTokens());
  }

  private void messages(List<ChatMessage> messages) {
    for (int i = 0; i < messages.size(); i++) {
      var place = "messages[" + i + "]";
      if (messages.get(i).role() == Role.DEVELOPER) {
        found.putIfAbsent(Parameter.DEVELOPER, place + ".role");
      }
      parts(place + ".content", messages.get(i).parts());
    }
  }

  private void parts(String place, List<Part> parts) {
    for (int i = 0; i < parts.size(); i++) {
      var at = place + "[" + i + "]";
      switch (parts.get(i)) {
        case Part.Image _ -> found.putIfAbsent(Parameter.IMAGE, at);
        case Part.Audio _ -> found.putIfAbsent(Parameter.AUDIO, at);
        case Part.File _ -> found.putIfAbsent(Parameter.FILE, at);
        case Part.ToolResult(_, _, var content, _, _) -> parts(at, content);
        case Part.Text _, Part.Refusal _, Part.Reasoning _, Part.ToolCall _, Part.Foreign _ -> {}
      }
    }
  }

  private void maybe(Parameter parameter, @Nullable Object value) {
    if (value != null) {
      found.put(parameter, parameter.param());
    }
  }
}
