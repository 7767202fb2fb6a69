package dev.headgate.kernel.dialects;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One wire format of conversations, in both directions. Stateless, thread-safe.
///
/// Nothing is lost on the way: what the canonical form has no word for travels as
/// [dev.headgate.kernel.chat.Extras] or as a foreign part, which the same dialect writes back as it
/// was. In an answer that is written in another dialect it travels under the member `headgate`,
/// from which that dialect's codec reads it again.
public interface ChatCodec extends ErrorCodec {
  Dialect dialect();

  /// @throws dev.headgate.kernel.errors.CallFailed `INVALID_REQUEST`, naming the part to blame
  ChatRequest readRequest(WireRequest request);

  /// @throws dev.headgate.kernel.errors.CallFailed `UNSUPPORTED_PARAMETER`, naming the part that
  ///   this dialect has no word for
  WireRequest writeRequest(ChatRequest request, Wording wording);

  /// Names of what [#writeRequest] leaves out of the request: hints without effect on the answer,
  /// and what only describes an earlier answer. Everything else is written, or refused.
  ///
  /// @throws dev.headgate.kernel.errors.CallFailed `UNSUPPORTED_PARAMETER`, as [#writeRequest] does
  List<String> ignored(ChatRequest request, Wording wording);

  /// @throws dev.headgate.kernel.errors.CallFailed `PROVIDER_MALFORMED` if it is no answer
  ChatAnswer readAnswer(Json.Obj answer);

  Json.Obj writeAnswer(ChatAnswer answer);

  /// Reads a stream.
  AnswerDecoder decoder(ChatSink sink);

  /// Writes a stream.
  AnswerEncoder encoder(ByteSink out);

  /// Writes the rest of a stream that broke behind what its caller has got: the same answer, under
  /// the same ids and numbers. Empty if something is open there that only the model which began it
  /// can end, such as a tool call.
  ///
  /// @param told hands over what the caller has got, up to the end of an event
  default Optional<AnswerEncoder> resuming(Consumer<ByteSink> told, ByteSink out) {
    return Optional.of(Resumption.of(this::decoder, this::encoder, told, _ -> {}, out));
  }
}
