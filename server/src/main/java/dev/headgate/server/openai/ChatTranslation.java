package dev.headgate.server.openai;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.openai.codec.ChatCompletionsCodec;
import dev.headgate.providers.openai.passing.RequestScan;
import dev.headgate.runtime.pipeline.calls.RelayRequest;
import dev.headgate.server.dialects.CodecTranslation;
import java.util.Optional;

/// A chat completion between its dialect and the canonical form. What continues an answer is added
/// to the caller's own bytes.
final class ChatTranslation extends CodecTranslation {
  private static final ChatCompletionsCodec CODEC = new ChatCompletionsCodec();
  private static final String PATH = "/chat/completions";

  private final RequestScan scan;
  private final long created;

  /// @param created epoch seconds, for an answer whose own dialect does not say them
  private ChatTranslation(byte[] body, RequestScan scan, long created) {
    super(CODEC, PATH, body, scan);
    this.scan = scan;
    this.created = created;
  }

  @Override
  public Optional<RelayRequest> with(byte[] body) {
    return Optional.of(request(body, RequestScan.of(Operation.CHAT, body), created));
  }

  /// What is asked, as bytes and as a conversation.
  static RelayRequest request(byte[] body, RequestScan scan, long created) {
    return new RelayRequest(
        Dialect.OPENAI_CHAT, body, scan, new ChatTranslation(body, scan, created));
  }

  @Override
  public AnswerEncoder encoder(ByteSink out) {
    return CODEC.encoder(out, created);
  }

  @Override
  protected Json.Obj written(ChatAnswer answer) {
    return CODEC.writeAnswer(answer, created);
  }

  @Override
  public Optional<RelayBody> continuation(
      String model, int maxTokens, Wording wording, String text) {
    return scan.isContinuable()
        ? Optional.of(scan.toContinuation(model, maxTokens, wording, text))
        : Optional.empty();
  }

  @Override
  public boolean isContinuable() {
    return scan.isContinuable();
  }

  @Override
  public boolean showsUsage() {
    return !scan.addsUsage();
  }
}
