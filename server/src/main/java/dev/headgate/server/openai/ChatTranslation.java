package dev.headgate.server.openai;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.dialects.AnswerDecoder;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.providers.openai.RequestScan;
import dev.headgate.providers.openai.RescueDecoder;
import dev.headgate.providers.openai.RescueEncoder;
import dev.headgate.runtime.pipeline.Translation;
import java.util.Optional;

/// A chat completion as far as a broken stream has to be understood.
record ChatTranslation(RequestScan scan) implements Translation {
  @Override
  public ChatRequest conversation(String model) {
    throw untranslatable();
  }

  @Override
  public Optional<RelayBody> continuation(String model, String text) {
    return scan.isContinuable() ? Optional.of(scan.toContinuation(model, text)) : Optional.empty();
  }

  @Override
  public boolean isContinuable() {
    return scan.isContinuable();
  }

  @Override
  public boolean showsUsage() {
    return !scan.addsUsage();
  }

  @Override
  public AnswerDecoder decoder(ChatSink sink) {
    return new RescueDecoder(sink);
  }

  @Override
  public AnswerEncoder encoder(ByteSink out) {
    return new RescueEncoder(out);
  }

  @Override
  public byte[] whole(ChatAnswer answer) {
    throw untranslatable();
  }

  private static CallFailed untranslatable() {
    return new CallFailed(
        ErrorCode.UNSUPPORTED_OPERATION,
        "the provider does not speak OpenAI's dialect, and the call cannot be translated yet");
  }
}
