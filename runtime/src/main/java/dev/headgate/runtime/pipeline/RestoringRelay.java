package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.dialects.AnswerDecoder;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.money.Money;
import dev.headgate.runtime.guardrails.PiiVault;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import dev.headgate.runtime.pipeline.calls.RelayHead;
import dev.headgate.runtime.pipeline.calls.RelaySink;
import dev.headgate.runtime.pipeline.calls.Translation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Gives the caller's answer to a relayed call what was taken out of the call. The answer is taken
/// apart and written anew in the caller's dialect; everything before this sees placeholders only.
final class RestoringRelay implements RelaySink {
  /// Longest answer that is not streamed.
  static final int MAX_BYTES = 16 * 1024 * 1024;

  private static final byte[] COMMENT = ": headgate-".getBytes(StandardCharsets.US_ASCII);

  private final RelaySink out;
  private final Translation translation;
  private final boolean streams;
  private final PiiVault vault;
  private final AnswerEncoder encoder;
  private final FromFirstToken frame;
  private final RestoringEvents events;
  private final AnswerDecoder decoder;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private @Nullable RelayHead head;

  static RestoringRelay of(RelayCall call, PiiVault vault, RelaySink out) {
    var translation =
        call.request()
            .translation()
            .orElseThrow(() -> new IllegalStateException("only what can be restored is hidden"));
    return new RestoringRelay(out, translation, call.request().stream(), vault);
  }

  /// @param streams whether the caller wants the answer piece by piece
  private RestoringRelay(RelaySink out, Translation translation, boolean streams, PiiVault vault) {
    this.out = out;
    this.translation = translation;
    this.streams = streams;
    this.vault = vault;
    this.encoder = translation.encoder(out::write);
    this.frame = new FromFirstToken(encoder, translation.showsUsage(), () -> {});
    this.events = new RestoringEvents(vault, frame);
    this.decoder = translation.decoder(events);
  }

  /// Sends what waits once the end of the answer has been told.
  Runnable after(Runnable told) {
    return () -> {
      told.run();
      end();
    };
  }

  private void end() {
    if (head == null) {
      return;
    }
    if (streams) {
      events.end();
      if (!frame.isOpen()) {
        frame.release();
      }
      encoder.end();
    } else {
      answer(head, kept.toByteArray(), kept.size());
    }
  }

  @Override
  public RelayReader reader(String contentType) {
    return out.reader(contentType);
  }

  // A whole answer that is too long to be sent at once is kept here all the same.
  @Override
  public void begin(RelayHead of) {
    head = of;
    if (streams) {
      out.begin(of);
    }
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    if (isComment(bytes, from, length)) {
      if (streams) {
        out.write(bytes, from, length);
      }
    } else if (streams) {
      decoder.accept(bytes, from, length);
    } else {
      keep(bytes, from, length);
    }
  }

  @Override
  public void answer(RelayHead of, byte[] body, int length) {
    var bytes = Arrays.copyOf(body, length);
    var answer = of.status() >= 400 ? null : translation.answer(bytes).orElse(null);
    if (answer == null) {
      // It holds placeholders at most.
      out.answer(of, body, length);
      return;
    }
    var restored = new AnswerAssembly();
    var restoring = new RestoringEvents(vault, restored);
    AnswerAssembly.replay(answer, restoring);
    restoring.end();
    var written = translation.whole(restored.answer(), of.ignored());
    out.answer(of, written, written.length);
  }

  @Override
  public void spent(Money cost) {
    out.spent(cost);
  }

  @Override
  public void shortened() {
    out.shortened();
  }

  @Override
  public void remembered(Duration age) {
    out.remembered(age);
  }

  // What is said about the answer is no part of it.
  private static boolean isComment(byte[] bytes, int from, int length) {
    return length > COMMENT.length
        && Arrays.equals(bytes, from, from + COMMENT.length, COMMENT, 0, COMMENT.length);
  }

  private void keep(byte[] bytes, int from, int length) {
    if (kept.size() + length > MAX_BYTES) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED,
          "the answer is longer than %,d bytes, and what was taken out of the call cannot be given back; stream it"
              .formatted(MAX_BYTES));
    }
    kept.write(bytes, from, length);
  }
}
