package dev.headgate.providers.openai;

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
/// HTTP body is. Not thread-safe.
public final class UnreadAnswer implements RelayReader {
  private boolean begun;

  /// What reads an answer to a request that is no conversation.
  public static RelayReader or(Operation operation, String contentType) {
    return contentType.toLowerCase(Locale.ROOT).startsWith("application/json")
        ? new OpenAiRelayReader(operation, contentType, false)
        : new UnreadAnswer();
  }

  private UnreadAnswer() {}

  // Its events, if it has some, are not known: where they break is where the body does.
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
