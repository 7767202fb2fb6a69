package dev.headgate.runtime.pipeline.calls;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.dialects.AnswerDecoder;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One call between its dialect and the canonical form. Used only where bytes alone do not do: for
/// a provider of another dialect, and for an answer that broke. Thread-safe.
public interface Translation {
  /// The call as a conversation.
  ///
  /// @throws CallFailed `UNSUPPORTED_PARAMETER` if it is none
  ChatRequest conversation(String model);

  /// The same call with another body in the same dialect; empty if its door takes only what came.
  default Optional<RelayRequest> with(byte[] body) {
    return Optional.empty();
  }

  /// The same bytes with one more message, of the assistant's: the text with which the answer
  /// begins. Empty if the answer cannot be continued so: as with several choices, or in a dialect
  /// whose models always begin anew.
  ///
  /// @param maxTokens most output tokens that it may ask for, 0 to leave the caller's bound
  Optional<RelayBody> continuation(String model, int maxTokens, Wording wording, String text);

  /// Whether an answer that broke may be written to its end by another model.
  boolean isContinuable();

  /// Whether the caller wants to be told of token counts at the end of a stream.
  boolean showsUsage();

  AnswerDecoder decoder(ChatSink sink);

  AnswerEncoder encoder(ByteSink out);

  /// Writes the rest of a stream that broke; empty if nobody else can end it.
  ///
  /// @param told hands over what the caller has got, up to the end of an event
  Optional<AnswerEncoder> resuming(Consumer<ByteSink> told, ByteSink out);

  /// Reads a whole answer; empty if it is none.
  default Optional<ChatAnswer> answer(byte[] body) {
    return Optional.empty();
  }

  /// A provider's error in the dialect.
  byte[] refusal(WireError error);

  /// A whole answer in the dialect.
  ///
  /// @param ignored what of the request its provider was not told
  byte[] whole(ChatAnswer answer, List<String> ignored);

  /// Names of the caller's headers that go only to a provider of its own dialect.
  default List<String> ownHeaders() {
    return List.of();
  }

  /// What the caller's headers say beside the request, such as which functions of the API are on;
  /// empty if nothing.
  default String said() {
    return "";
  }

  /// What the caller calls a part of the request, which has a name of our own.
  default String callersWord(String param) {
    return param;
  }

  /// The failure with the caller's word for the part that is to blame.
  default CallFailed inCallersWords(CallFailed failure) {
    var param = failure.param().orElse("");
    var word = callersWord(param);
    return failure.code() != ErrorCode.UNSUPPORTED_PARAMETER || word.equals(param)
        ? failure
        : CallFailed.unsupported(
            word, failure.message().replace('"' + param + '"', '"' + word + '"'));
  }
}
