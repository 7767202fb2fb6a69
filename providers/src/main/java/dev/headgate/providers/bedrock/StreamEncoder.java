package dev.headgate.providers.bedrock;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.providers.wire.BlockEncoder;
import dev.headgate.providers.wire.ObjectBuilder;

/// Writes the stream of `converse-stream`. Not thread-safe.
final class StreamEncoder extends BlockEncoder {
  private final FrameWriter out;
  private final Names names;
  private Extras extras = Extras.NONE;

  StreamEncoder(FrameWriter out) {
    this(out, new Names());
  }

  private StreamEncoder(FrameWriter out, Names names) {
    super(Dialect.BEDROCK, names, new BlockEvents(out, names::id));
    this.out = out;
    this.names = names;
  }

  @Override
  public String contentType() {
    return "application/vnd.amazon.eventstream";
  }

  // All that concerns the whole answer stands in its last message.
  @Override
  protected void learn(Extras more) {
    extras = merged(extras, more);
  }

  @Override
  protected void learnOfUsage(Extras more) {
    extras = merged(extras, more);
  }

  @Override
  protected void writeStart() {
    var event = new ObjectBuilder().put("role", "assistant").build();
    out.event("messageStart", AnswerWords.withNames(event, names.id(), names.model()));
  }

  @Override
  public void end() {
    out.event("messageStop", ending(StopWords::write, AnswerWords::content));
    var metadata =
        new ObjectBuilder().put(UsageWords.NAME, UsageWords.write(usage(), rawUsage())).build();
    out.event("metadata", AnswerWords.withExtras(metadata, extras));
  }

  @Override
  public void fail(WireError error) {
    out.exception(ErrorWords.exceptionType(error), ErrorWords.write(error));
  }
}
