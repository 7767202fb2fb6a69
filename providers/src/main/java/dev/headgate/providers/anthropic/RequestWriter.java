package dev.headgate.providers.anthropic;

import static dev.headgate.kernel.chat.Dialect.ANTHROPIC;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.OutputFormat;
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
  private final Wording wording;
  private final int maxTokens;
  private final RequestBlocks blocks = new RequestBlocks();
  private final List<Json> system = new ArrayList<>();
  private final List<Json> messages = new ArrayList<>();

  private RequestWriter(ChatRequest request, Wording wording, OutputLimits limits) {
    this.request = request;
    this.wording = wording;
    var wanted = request.settings().maxTokens();
    this.maxTokens = wanted == null ? limits.of(request.model()) : wanted;
  }

  static Json.Obj write(ChatRequest request, Wording wording, OutputLimits limits) {
    var settled = Settled.of(request, ANTHROPIC, wording).request();
    return new RequestWriter(settled, wording, limits).write();
  }

  private Json.Obj write() {
    writeMessages();
    var reasoning = request.options().reasoning();
    var sampling = sampling(request.settings());
    var thinking = ThinkingWords.thinking(reasoning, request.model(), maxTokens);
    var own = ForeignWords.own(request.extras(), ANTHROPIC, "");
    var out =
        new ObjectBuilder()
            .put("model", request.model())
            .put(wording.of("max_tokens"), maxTokens)
            .maybe("system", systemPrompt())
            .put("messages", new Json.Arr(messages));
    if (request.stream()) {
      out.put("stream", true);
    }
    out.maybe("temperature", sampling.temperature())
        .maybe("top_p", sampling.topP())
        .maybe("top_k", sampling.topK())
        .maybe("stop_sequences", texts(request.settings().stop()));
    ToolWords.write(request.options().tools(), out);
    var config =
        new ObjectBuilder()
            .putAll(own.object(FormatWords.CONFIG))
            .maybe(ThinkingWords.EFFORT, ThinkingWords.effort(reasoning, request.model()))
            .maybe(FormatWords.FORMAT, FormatWords.write(request.options().format()))
            .build();
    return out.maybe("thinking", thinking)
        .putAll(own)
        .maybe(FormatWords.CONFIG, config.isEmpty() ? null : config)
        .build();
  }

  private void writeMessages() {
    List<Json> turn = new ArrayList<>();
    @Nullable ChatMessage before = null;
    for (int i = 0; i < request.messages().size(); i++) {
      var message = request.messages().get(i);
      var where = "messages[" + i + "]";
      if (isInstruction(message)) {
        system.addAll(blocks.write(message, where));
        continue;
      }
      if (before != null && !belongTogether(before, message)) {
        finish(before, turn, where);
        turn = new ArrayList<>();
      }
      turn.addAll(blocks.write(message, where));
      before = message;
    }
    if (before != null) {
      finish(before, turn, "messages");
    }
  }

  private static boolean isInstruction(ChatMessage message) {
    return message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER;
  }

  // All results of one turn's calls have to stand in one turn, before what the user adds.
  private static boolean belongTogether(ChatMessage before, ChatMessage next) {
    return before.role() == Role.TOOL && (next.role() == Role.TOOL || next.role() == Role.USER);
  }

  private void finish(ChatMessage message, List<Json> content, String where) {
    messages.add(
        new ObjectBuilder()
            .put("role", message.role() == Role.ASSISTANT ? "assistant" : "user")
            .put("content", shortest(content))
            .putAll(ForeignWords.own(message.extras(), ANTHROPIC, where))
            .build());
  }

  // A single plain text is written as such.
  private static Json shortest(List<Json> content) {
    return content.size() == 1
            && content.getFirst() instanceof Json.Obj block
            && block.members().size() == 2
            && block.text("type").filter("text"::equals).isPresent()
        ? block.members().getOrDefault("text", new Json.Text(""))
        : new Json.Arr(List.copyOf(content));
  }

  private @Nullable Json systemPrompt() {
    if (request.options().format() instanceof OutputFormat.AnyJson) {
      system.add(
          new ObjectBuilder().put("type", "text").put("text", FormatWords.ASK_FOR_JSON).build());
    }
    return system.isEmpty() ? null : shortest(system);
  }

  private static ChatSettings.Sampling sampling(ChatSettings settings) {
    var sampling = settings.sampling();
    refuse("seed", sampling.seed() != null);
    refuse("frequency_penalty", isEffective(sampling.frequencyPenalty()));
    refuse("presence_penalty", isEffective(sampling.presencePenalty()));
    refuse("n", settings.choices() != null && settings.choices() != 1);
    refuse("logprobs", settings.logprobs() != null);
    return sampling;
  }

  private static boolean isEffective(@Nullable Double penalty) {
    return penalty != null && penalty != 0;
  }

  private static void refuse(String param, boolean asked) {
    if (asked) {
      throw ForeignWords.unsupported(param, ANTHROPIC);
    }
  }

  private static List<Json> texts(List<String> texts) {
    return texts.stream().<Json>map(Json.Text::new).toList();
  }
}
