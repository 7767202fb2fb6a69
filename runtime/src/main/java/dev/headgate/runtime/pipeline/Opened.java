package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.pipeline.calls.RelayHead;
import dev.headgate.runtime.routing.Failure;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// What the beginning of an attempt came to, up to its first token.
sealed interface Opened {
  Attempt attempt();

  /// An answer is coming.
  ///
  /// @param read of it already
  record Ready(Attempt attempt, RelayedAnswer answer, RelayReader reader, Pieces read)
      implements Opened {
    /// The answer of a provider that does not stream although it was asked to.
    byte[] whole(int maxBytes) {
      var whole = new ByteArrayOutputStream();
      ByteSink sink =
          (bytes, from, length) -> {
            if (whole.size() + length > maxBytes) {
              throw malformed("did not stream an answer that is too long to be kept");
            }
            whole.write(bytes, from, length);
          };
      read.sendTo(sink);
      var buffer = Opening.buffer(answer);
      for (var count = answer.read(buffer); count >= 0; count = answer.read(buffer)) {
        reader.accept(buffer, 0, count, sink);
      }
      if (!reader.isWhole()) {
        throw reader.incomplete();
      }
      reader.finish(sink);
      return whole.toByteArray();
    }

    CallFailed malformed(String what) {
      return new CallFailed(
          ErrorCode.PROVIDER_MALFORMED,
          "provider \"%s\" %s".formatted(attempt.deployment().provider().name(), what));
    }
  }

  /// There is none. The attempt has not been ended.
  ///
  /// @param refusal what the provider sent instead, null if nothing that could be passed on
  record Failed(Attempt attempt, Failure failure, Usage usage, @Nullable Refusal refusal)
      implements Opened {}

  /// A provider's error, in the dialect of the call.
  record Refusal(RelayHead head, byte[] body) {}

  /// Bytes that wait for their turn.
  final class Pieces extends ByteArrayOutputStream {
    void sendTo(ByteSink out) {
      if (count > 0) {
        out.write(buf, 0, count);
      }
      reset();
    }
  }
}
