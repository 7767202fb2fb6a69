package dev.headgate.providers.bedrock;

import static dev.headgate.kernel.chat.Dialect.BEDROCK;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.settled.Settled;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A canonical request becomes a request's body.
final class RequestWriter {
  private final ChatRequest request;
  private final RequestBlocks blocks = new RequestBlocks();
  private final List<Json> system = new ArrayList<>();
  private final List<Json> messages = new ArrayList<>();
  private boolean hasTools;

  private RequestWriter(ChatRequest request) {
    this.request = request;
  }

  static Json.Obj write(ChatRequest request) {
    return new RequestWriter(Settled.of(request, BEDROCK, Wording.USUAL).request()).write();
  }

  private Json.Obj write() {
    writeMessages();
    var options = request.options();
    var own = ForeignWords.own(request.extras(), BEDROCK, "");
    if (options.format() instanceof OutputFormat.AnyJson) {
      system.add(BlockWriter.text(dev.headgate.providers.anthropic.FormatWords.ASK_FOR_JSON));
    }
    var more =
        ReasoningWords.write(
            options.reasoning(),
            request.model(),
            request.settings().maxTokens(),
            own.object(RequestReader.MORE));
    var topK = request.settings().sampling().topK();
    var format = FormatWords.write(options.format());
    return new ObjectBuilder()
        .putAll(own.without(RequestReader.MORE, RequestReader.SETTINGS))
        .put("messages", new Json.Arr(messages))
        .maybe("system", system)
        .maybe(RequestReader.SETTINGS, filled(settings(own.object(RequestReader.SETTINGS))))
        .maybe("toolConfig", ToolWords.write(options.tools(), hasTools))
        .maybe(
            FormatWords.CONFIG,
            filled(
                new ObjectBuilder()
                    .putAll(own.object(FormatWords.CONFIG))
                    .maybe(FormatWords.FORMAT, format)
                    .build()))
        .maybe(
            RequestReader.MORE,
            filled(new ObjectBuilder().putAll(more).maybe("top_k", topK).build()))
        .build();
  }

  private static Json.@Nullable Obj filled(Json.Obj object) {
    return object.isEmpty() ? null : object;
  }

  // Turns must alternate here.
  private void writeMessages() {
    List<Json> turn = new ArrayList<>();
    @Nullable ChatMessage before = null;
    for (int i = 0; i < request.messages().size(); i++) {
      var message = request.messages().get(i);
      var where = "messages[" + i + "]";
      if (message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER) {
        system.addAll(blocks.write(message, where));
        continue;
      }
      if (before != null && isAssistant(before) != isAssistant(message)) {
        finish(before, turn, where);
        turn = new ArrayList<>();
      }
      hasTools |= message.parts().stream().anyMatch(RequestWriter::isTool);
      turn.addAll(blocks.write(message, where));
      before = message;
    }
    if (before != null) {
      finish(before, turn, "messages");
    }
  }

  private static boolean isAssistant(ChatMessage message) {
    return message.role() == Role.ASSISTANT;
  }

  private static boolean isTool(Part part) {
    return part instanceof Part.ToolCall || part instanceof Part.ToolResult;
  }

  private void finish(ChatMessage message, List<Json> content, String where) {
    messages.add(
        new ObjectBuilder()
            .put("role", isAssistant(message) ? "assistant" : "user")
            .put("content", new Json.Arr(List.copyOf(content)))
            .putAll(ForeignWords.own(message.extras(), BEDROCK, where))
            .build());
  }

  private Json.Obj settings(Json.Obj own) {
    var settings = request.settings();
    var sampling = settings.sampling();
    refuse("seed", sampling.seed() != null);
    refuse("frequency_penalty", isEffective(sampling.frequencyPenalty()));
    refuse("presence_penalty", isEffective(sampling.presencePenalty()));
    refuse("n", settings.choices() != null && settings.choices() != 1);
    refuse("logprobs", settings.logprobs() != null);
    return new ObjectBuilder()
        .putAll(own)
        .maybe("maxTokens", settings.maxTokens())
        .maybe("temperature", sampling.temperature())
        .maybe("topP", sampling.topP())
        .maybe("stopSequences", texts(settings))
        .build();
  }

  private static List<Json> texts(ChatSettings settings) {
    return settings.stop().stream().<Json>map(Json.Text::new).toList();
  }

  private static boolean isEffective(@Nullable Double penalty) {
    return penalty != null && penalty != 0;
  }

  private static void refuse(String param, boolean asked) {
    if (asked) {
      throw ForeignWords.unsupported(param, BEDROCK);
    }
  }
}
