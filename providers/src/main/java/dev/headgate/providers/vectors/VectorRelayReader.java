package dev.headgate.providers.vectors;

import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.EmbeddingCodec;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.JsonBytes;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Reads vectors on their way through, for what they cost. Not thread-safe.
public final class VectorRelayReader implements RelayReader {
  /// Longest answer that is read; a longer one passes without counts.
  static final int MAX_BYTES = 64 * 1024 * 1024;

  private final EmbeddingCodec codec;
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private boolean tooLong;
  private @Nullable Completion completion;

  public VectorRelayReader(EmbeddingCodec codec) {
    this.codec = codec;
  }

  @Override
  public boolean isStreamed() {
    return false;
  }

  @Override
  public void accept(byte[] bytes, int from, int length, ByteSink out) {
    tooLong |= read.size() + length > MAX_BYTES;
    if (!tooLong) {
      read.write(bytes, from, length);
    }
    out.write(bytes, from, length);
  }

  @Override
  public boolean hasBegun() {
    return read.size() > 0;
  }

  @Override
  public boolean isBetweenEvents() {
    return true;
  }

  @Override
  public boolean isWhole() {
    if (completion == null && !tooLong) {
      try {
        if (JsonBytes.read(read.toByteArray()) instanceof Json.Obj object) {
          var answer = codec.readAnswer(object);
          completion =
              new Completion(answer.responseModel(), "", FinishReason.STOP, answer.usage());
        }
      } catch (JacksonException | CallFailed _) {
        return false;
      }
    }
    return tooLong || completion != null;
  }

  @Override
  public boolean isDone() {
    return false;
  }

  @Override
  public Completion completion() {
    return completion == null ? new Completion("", "", FinishReason.STOP, Usage.NONE) : completion;
  }

  @Override
  public CallFailed incomplete() {
    return new CallFailed(
        ErrorCode.PROVIDER_MALFORMED,
        "the provider sent something that holds no vectors; send the call again");
  }

  @Override
  public void finish(ByteSink out) {}
}
