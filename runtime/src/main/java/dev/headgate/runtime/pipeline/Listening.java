package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.money.Money;
import dev.headgate.runtime.pipeline.calls.RelayHead;
import dev.headgate.runtime.pipeline.calls.RelaySink;
import dev.headgate.runtime.pipeline.calls.Translation;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Passes an answer on and keeps its bytes, so that it can be read once it is whole.
final class Listening implements RelaySink {
  /// A longer answer is passed on only.
  static final int MAX_BYTES = 4 * 1024 * 1024;

  private final RelaySink out;
  private final Translation translation;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private boolean streamed;
  private boolean isRefusal;
  private List<String> ignored = List.of();
  private boolean isTooLong;
  private boolean isShortened;

  Listening(RelaySink out, Translation translation) {
    this.out = out;
    this.translation = translation;
  }

  /// What went by; empty if it was no answer, too long to be kept, or cut by what was left of
  /// somebody's budget.
  Optional<ChatAnswer> answer() {
    if (isTooLong || isRefusal || kept.size() == 0) {
      return Optional.empty();
    }
    return read(kept.toByteArray()).filter(answer -> !isShortened || !isCut(answer));
  }

  /// What of the request nobody was told who answered.
  List<String> ignored() {
    return ignored;
  }

  private Optional<ChatAnswer> read(byte[] bytes) {
    try {
      return streamed ? assembled(bytes) : translation.answer(bytes);
    } catch (CallFailed _) {
      return Optional.empty();
    }
  }

  private static boolean isCut(ChatAnswer answer) {
    return answer.choices().stream()
        .anyMatch(choice -> choice.finishReason() == FinishReason.LENGTH);
  }

  private Optional<ChatAnswer> assembled(byte[] bytes) {
    var assembly = new AnswerAssembly();
    translation.decoder(assembly).accept(bytes, 0, bytes.length);
    return assembly.isWhole() ? Optional.of(assembly.answer()) : Optional.empty();
  }

  @Override
  public RelayReader reader(String contentType) {
    return out.reader(contentType);
  }

  @Override
  public void begin(RelayHead head) {
    streamed = head.contentType().startsWith("text/event-stream");
    isRefusal = head.status() >= 400;
    ignored = head.ignored();
    out.begin(head);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    keep(bytes, from, length);
    out.write(bytes, from, length);
  }

  @Override
  public void answer(RelayHead head, byte[] body, int length) {
    isRefusal = head.status() >= 400;
    ignored = head.ignored();
    keep(body, 0, length);
    out.answer(head, body, length);
  }

  @Override
  public void spent(Money cost) {
    out.spent(cost);
  }

  @Override
  public void shortened() {
    isShortened = true;
    out.shortened();
  }

  @Override
  public void remembered(Duration age) {
    out.remembered(age);
  }

  private void keep(byte[] bytes, int from, int length) {
    isTooLong |= kept.size() + length > MAX_BYTES;
    if (!isTooLong) {
      kept.write(bytes, from, length);
    }
  }
}
