package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.pipeline.calls.RelayHead;
import dev.headgate.runtime.routing.Failure;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the beginning of an attempt came to, up to its first token.
sealed interface Opened {
  Attempt attempt();

  /// An answer is coming.
  sealed interface Begun extends Opened {
    /// Nobody wants it: ends it, and the attempt.
    void drop(String reason);
  }

  /// An answer in the dialect of the call.
  ///
  /// @param read of it already
  record Ready(Attempt attempt, RelayedAnswer answer, RelayReader reader, Pieces read)
      implements Begun {
    @Override
    public void drop(String reason) {
      answer.close();
      attempt.dropped(reason, reader.completion().usage());
    }

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

    /// What the answer and its head have said about it.
    Completion completion() {
      return reader.completion().servedAt(answer.servedTier());
    }

    CallFailed malformed(String what) {
      return new CallFailed(
          ErrorCode.PROVIDER_MALFORMED,
          "provider \"%s\" %s".formatted(attempt.deployment().provider().name(), what));
    }
  }

  /// An answer in the canonical form, which another thread receives.
  ///
  /// @param ignored what of the request its provider is not told
  record Spoken(Attempt attempt, List<String> ignored, Handover events, Cancellation cancellation)
      implements Begun {
    /// Begins one, and returns with its first token.
    ///
    /// @param chat asks the provider, and tells the answer as it comes
    /// @throws CallFailed if it broke before; the attempt has not been ended
    static Spoken begin(
        Attempt attempt,
        List<String> ignored,
        Cancellation cancellation,
        Function<ChatSink, Completion> chat) {
      var events = new Handover();
      try {
        var _ =
            Thread.ofVirtual()
                .name("hedge answer")
                .start(() -> events.fill(() -> chat.apply(events)));
        events.awaitFirstToken();
        attempt.firstToken();
        return new Spoken(attempt, ignored, events, cancellation);
      } catch (CallFailed e) {
        events.close();
        throw e;
      }
    }

    @Override
    public void drop(String reason) {
      stop();
      attempt.dropped(reason, Usage.NONE);
    }

    /// Lets the other thread end.
    void stop() {
      cancellation.cancel();
      events.close();
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
