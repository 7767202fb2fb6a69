package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.json.Json;
import java.util.List;

/// Where a message holds what the model thought.
final class ReasoningMember {
  /// Of DeepSeek, z.ai, vLLM and many more.
  static final String USUAL = "reasoning_content";

  /// Of OpenRouter, Groq, Cerebras and Together.
  static final String SHORT = "reasoning";

  /// Of Mistral: a part of the content.
  static final String THINKING = "thinking";

  static final List<String> NAMES = List.of(USUAL, SHORT);

  private static final String MEMBER = "member";

  private ReasoningMember() {}

  /// What an answer's part says of the member that it came in.
  static Extras extras(String member) {
    return member.equals(USUAL)
        ? Extras.NONE
        : new Extras(Dialect.OPENAI_CHAT, Json.Obj.of(MEMBER, new Json.Text(member)));
  }

  static String of(Extras extras) {
    return extras.of(Dialect.OPENAI_CHAT).text(MEMBER).orElse(USUAL);
  }

  static Extras without(Extras extras) {
    if (extras.dialect() != Dialect.OPENAI_CHAT || !extras.members().has(MEMBER)) {
      return extras;
    }
    var rest = extras.members().without(MEMBER);
    return rest.isEmpty() ? Extras.NONE : new Extras(Dialect.OPENAI_CHAT, rest);
  }
}
