package dev.headgate.providers.anthropic;

import static dev.headgate.kernel.chat.Dialect.ANTHROPIC;

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
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a streamed message. Its start waits for what is known of the usage, its end for all that
/// is; further answers than the first travel in the end. Not thread-safe.
final class StreamEncoder implements AnswerEncoder {
  private final EventWriter out;
  private final PartSequence blocks;
  private final AnswerAssembly others = new AnswerAssembly();
  private boolean started;
  private String id = "";
  private String model = "";
  private Extras extras = Extras.NONE;
  private Extras late = Extras.NONE;
  private Usage usage = Usage.NONE;
  private Json.Obj rawUsage = Json.Obj.EMPTY;
  private @Nullable FinishReason reason;
  private Extras reasonExtras = Extras.NONE;

  StreamEncoder(EventWriter out) {
    this.out = out;
    this.blocks = new PartSequence(new BlockEvents(out, () -> id));
  }

  @Override
  public String contentType() {
    return "text/event-stream; charset=utf-8";
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
        var raw = more.of(ANTHROPIC).object(UsageWords.NAME);
        rawUsage = raw.isEmpty() ? rawUsage : raw;
        late = merged(late, more);
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

  /// Goes on with a message that was begun.
  ///
  /// @param inBlock whether its last block has not ended; else what comes next begins another
  void goOn(boolean inBlock) {
    started = true;
    if (!inBlock) {
      blocks.finish();
    }
  }

  private void learn(Extras more) {
    if (started) {
      late = merged(late, more);
    } else {
      extras = merged(extras, more);
    }
  }

  private static Extras merged(Extras earlier, Extras later) {
    var rest =
        later.dialect() == ANTHROPIC
            ? new Extras(ANTHROPIC, later.members().without(UsageWords.NAME))
            : later;
    if (rest.isEmpty()) {
      return earlier;
    }
    return earlier.dialect() == rest.dialect()
        ? new Extras(rest.dialect(), earlier.members().with(rest.members()))
        : rest;
  }

  private void start() {
    if (started) {
      return;
    }
    started = true;
    var message =
        AnswerWords.head(id, model, List.of())
            .put(StopWords.REASON, Json.NULL)
            .put(StopWords.SEQUENCE, Json.NULL)
            .put(UsageWords.NAME, UsageWords.write(usage, rawUsage))
            .build();
    out.write(
        new ObjectBuilder()
            .put("type", "message_start")
            .put("message", AnswerWords.withExtras(message, extras))
            .build());
  }

  @Override
  public void end() {
    if (reason == null) {
      throw new IllegalStateException("an answer that has not ended");
    }
    var delta = StopWords.write(Json.Obj.EMPTY, reason, reasonExtras);
    var more = others.answer();
    if (!more.choices().isEmpty()) {
      delta = Carried.attach(delta, AnswerWords.CHOICES, AnswerWords.others(more, 0));
    }
    if (!blocks.late().isEmpty()) {
      delta = Carried.attach(delta, LateWords.NAME, new Json.Arr(blocks.late()));
    }
    var event =
        new ObjectBuilder()
            .put("type", "message_delta")
            .put("delta", delta)
            .put(UsageWords.NAME, UsageWords.write(usage, rawUsage))
            .build();
    out.write(AnswerWords.withExtras(event, late));
    out.write(new ObjectBuilder().put("type", "message_stop").build());
  }

  @Override
  public void fail(WireError error) {
    out.write(ErrorWords.write(error));
  }
}
