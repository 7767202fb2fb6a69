package dev.headgate.providers.bedrock;

import static dev.headgate.kernel.chat.Dialect.BEDROCK;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.LateWords;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.providers.wire.PartSequence;
import org.jspecify.annotations.Nullable;

/// Writes the stream of `converse-stream`. Further answers than the first travel in its end. Not
/// thread-safe.
final class StreamEncoder implements AnswerEncoder {
  private final FrameWriter out;
  private final PartSequence blocks;
  private final AnswerAssembly others = new AnswerAssembly();
  private boolean started;
  private String id = "";
  private String model = "";
  private Extras extras = Extras.NONE;
  private Usage usage = Usage.NONE;
  private Json.Obj rawUsage = Json.Obj.EMPTY;
  private @Nullable FinishReason reason;
  private Extras reasonExtras = Extras.NONE;

  StreamEncoder(FrameWriter out) {
    this.out = out;
    this.blocks = new PartSequence(new BlockEvents(out, () -> id));
  }

  @Override
  public String contentType() {
    return "application/vnd.amazon.eventstream";
  }

  @Override
  public void accept(ChatEvent event) {
    switch (event) {
      case ChatEvent.Began(var began, var answering, var more) -> {
        id = id.isEmpty() ? began : id;
        model = model.isEmpty() ? answering : model;
        learn(more);
      }
      case ChatEvent.Used(var used, var more) -> {
        usage = used;
        var raw = more.of(BEDROCK).object(UsageWords.NAME);
        rawUsage = raw.isEmpty() ? rawUsage : raw;
        learn(more);
      }
      case ChatEvent.PartBegan(var choice, _, var part) when choice == 0 -> {
        start();
        blocks.begin(part);
      }
      case ChatEvent.Grew(var choice, var part, var delta) when choice == 0 ->
          blocks.grow(part, delta);
      case ChatEvent.Learned(var choice, var part, var signature, var more) when choice == 0 ->
          blocks.learn(part, signature, more);
      case ChatEvent.ChoiceEnded(var choice, var ended, var more) when choice == 0 -> {
        start();
        blocks.finish();
        reason = ended;
        reasonExtras = more;
      }
      case ChatEvent.PartBegan _, ChatEvent.Grew _, ChatEvent.Learned _, ChatEvent.ChoiceEnded _ ->
          others.accept(event);
    }
  }

  // All that concerns the whole answer stands in its last message.
  private void learn(Extras more) {
    var members =
        more.dialect() == BEDROCK ? more.members().without(UsageWords.NAME) : more.members();
    if (!members.isEmpty()) {
      extras =
          extras.dialect() == more.dialect()
              ? new Extras(more.dialect(), extras.members().with(members))
              : new Extras(more.dialect(), members);
    }
  }

  private void start() {
    if (!started) {
      started = true;
      var event = new ObjectBuilder().put("role", "assistant").build();
      out.event("messageStart", AnswerWords.withNames(event, id, model));
    }
  }

  @Override
  public void end() {
    if (reason == null) {
      throw new IllegalStateException("an answer that has not ended");
    }
    var stop = StopWords.write(Json.Obj.EMPTY, reason, reasonExtras);
    var more = others.answer();
    if (!more.choices().isEmpty()) {
      stop = Carried.attach(stop, AnswerWords.CHOICES, AnswerWords.others(more, 0));
    }
    if (!blocks.late().isEmpty()) {
      stop = Carried.attach(stop, LateWords.NAME, new Json.Arr(blocks.late()));
    }
    out.event("messageStop", stop);
    var metadata =
        new ObjectBuilder().put(UsageWords.NAME, UsageWords.write(usage, rawUsage)).build();
    out.event("metadata", AnswerWords.withExtras(metadata, extras));
  }

  @Override
  public void fail(WireError error) {
    out.exception(ErrorWords.exceptionType(error), ErrorWords.write(error));
  }
}
