package dev.headgate.compat;

import com.openai.client.OpenAIClient;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import java.util.List;

/// The official Java SDK in few words, used as its documentation says.
final class Chats {
  /// The empty chunk that ends a chunked body.
  private static final int END_BYTES = "0\r\n\r\n".length();

  private Chats() {}

  static ChatCompletionCreateParams.Builder ask(String model) {
    return ask(model, "Hello?");
  }

  static ChatCompletionCreateParams.Builder ask(String model, String question) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(question);
  }

  static List<ChatCompletionChunk> stream(OpenAIClient client, ChatCompletionCreateParams params) {
    try (var stream = client.chat().completions().createStreaming(params)) {
      return stream.stream().toList();
    }
  }

  static ChatCompletion accumulated(List<ChatCompletionChunk> chunks) {
    var accumulator = ChatCompletionAccumulator.create();
    chunks.forEach(accumulator::accumulate);
    return accumulator.chatCompletion();
  }

  static String text(ChatCompletion completion) {
    return completion.choices().getFirst().message().content().orElseThrow();
  }

  /// A provider's stream that falls silent after its first words.
  static Reply begunStream() {
    var begun = begun();
    return begun.hangAfter(begun.length() - END_BYTES);
  }

  /// A provider's stream that breaks off after its first words.
  static Reply brokenStream() {
    var begun = begun();
    return begun.cutAfter(begun.length() - END_BYTES);
  }

  /// A provider that wants to know the weather in Oslo before it answers.
  static Reply toolCall() {
    return Reply.json(
        """
        {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"scripted-1",\
        "choices":[{"index":0,"logprobs":null,"finish_reason":"tool_calls","message":{\
        "role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"call_1",\
        "type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Oslo\\"}"}}]}}],\
        "usage":%s}\
        """
            .formatted(OpenAiReplies.USAGE));
  }

  private static Reply begun() {
    var events = OpenAiReplies.streamEvents(false, "Hello", " there");
    return Reply.events(events.get(0), events.get(1));
  }
}
