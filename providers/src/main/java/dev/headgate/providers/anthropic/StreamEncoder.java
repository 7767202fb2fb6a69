package dev.headgate.providers.anthropic;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.BlockEncoder;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.List;

/// Writes a streamed message. Its start waits for what is known of the usage, its end for all that
/// is. Not thread-safe.
final class StreamEncoder extends BlockEncoder {
  private final EventWriter out;
  private final Names names;
  private Extras extras = Extras.NONE;
  private Extras late = Extras.NONE;

  StreamEncoder(EventWriter out) {
    this(out, new Names());
  }

  private StreamEncoder(EventWriter out, Names names) {
    super(Dialect.ANTHROPIC, names, new BlockEvents(out, names::id));
    this.out = out;
    this.names = names;
  }

  @Override
  public String contentType() {
    return "text/event-stream; charset=utf-8";
  }

  /// Goes on with a message that was begun.
  ///
  /// @param inBlock whether its last block has not ended; else what comes next begins another
  void goOn(boolean inBlock) {
    resume(inBlock);
  }

  @Override
  protected void learn(Extras more) {
    if (isStarted()) {
      late = merged(late, more);
    } else {
      extras = merged(extras, more);
    }
  }

  @Override
  protected void learnOfUsage(Extras more) {
    late = merged(late, more);
  }

  @Override
  protected void writeStart() {
    var message =
        AnswerWords.head(names.id(), names.model(), List.of())
            .put(StopWords.REASON, Json.NULL)
            .put(StopWords.SEQUENCE, Json.NULL)
            .put(UsageWords.NAME, UsageWords.write(usage(), rawUsage()))
            .build();
    out.write(
        new ObjectBuilder()
            .put("type", "message_start")
            .put("message", AnswerWords.withExtras(message, extras))
            .build());
  }

  @Override
  public void end() {
    var event =
        new ObjectBuilder()
            .put("type", "message_delta")
            .put("delta", ending(StopWords::write, AnswerWords::content))
            .put(UsageWords.NAME, UsageWords.write(usage(), rawUsage()))
            .build();
    out.write(AnswerWords.withExtras(event, late));
    out.write(new ObjectBuilder().put("type", "message_stop").build());
  }

  @Override
  public void fail(WireError error) {
    out.write(ErrorWords.write(error));
  }
}
