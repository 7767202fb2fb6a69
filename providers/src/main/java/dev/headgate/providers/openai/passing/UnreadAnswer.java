package dev.headgate.providers.openai.passing;

import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.Locale;

/// An answer that is no JSON object, such as a sound: it passes as it comes, and is whole when its
/// HTTP body is. One that the provider ends by closing the connection cannot be told from one that
/// was cut; a connection that is reset is. Not thread-safe.
public final class UnreadAnswer implements RelayReader {
  private boolean begun;

  /// What reads an answer to a request that is no conversation.
  public static RelayReader or(Operation operation, String contentType) {
    var type = contentType.toLowerCase(Locale.ROOT);
    if (type.startsWith("application/json")) {
      return hasEvents(operation)
          ? new MediaDocument(operation, contentType)
          : new OpenAiRelayReader(operation, contentType, false);
    }
    return type.startsWith("text/event-stream") && hasEvents(operation)
        ? new MediaEvents()
        : new UnreadAnswer();
  }

  private static boolean hasEvents(Operation operation) {
    return switch (operation) {
      case IMAGE, SPEECH, TRANSCRIPTION -> true;
      case CHAT, EMBEDDINGS, MODERATION, RERANK, OTHER -> false;
    };
  }

  private UnreadAnswer() {}

  // The events of an address that is passed on unread are not known: where they break is where the
  // body does.
  @Override
  public boolean isStreamed() {
    return false;
  }

  @Override
  public void accept(byte[] bytes, int from, int length, ByteSink out) {
    begun = true;
    out.write(bytes, from, length);
  }

  @Override
  public boolean hasBegun() {
    return begun;
  }

  @Override
  public boolean isBetweenEvents() {
    return true;
  }

  @Override
  public boolean isWhole() {
    return true;
  }

  @Override
  public boolean isDone() {
    return false;
  }

  @Override
  public Completion completion() {
    return new Completion("", "", FinishReason.STOP, Usage.NONE);
  }

  @Override
  public CallFailed incomplete() {
    return new CallFailed(ErrorCode.PROVIDER_TRUNCATED, "the provider's answer broke off");
  }

  @Override
  public void finish(ByteSink out) {}
}
