package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.json.Json;
import org.jspecify.annotations.Nullable;

/// Writes a stream in a dialect that has one answer to a request, whose blocks come one after the
/// other: further answers, and what was learned too late, travel in its end. Its subclass has the
/// words. Not thread-safe.
public abstract class BlockEncoder implements AnswerEncoder {
  private static final String USAGE = "usage";

  private final Dialect dialect;
  private final Names names;
  private final PartSequence blocks;
  private final AnswerAssembly others = new AnswerAssembly();
  private boolean started;
  private Usage usage = Usage.NONE;
  private Json.Obj rawUsage = Json.Obj.EMPTY;
  private @Nullable FinishReason reason;
  private Extras reasonExtras = Extras.NONE;

  /// @param names of the answer, still unknown
  /// @param blocks writes those of the first answer
  protected BlockEncoder(Dialect dialect, Names names, PartSequence.Writer blocks) {
    this.dialect = dialect;
    this.names = names;
    this.blocks = new PartSequence(blocks);
  }

  /// Writes what comes before the first block.
  protected abstract void writeStart();

  /// Keeps what the answer says of itself in other words.
  protected abstract void learn(Extras more);

  /// Keeps what else it says of its usage.
  protected abstract void learnOfUsage(Extras more);

  @Override
  public final void accept(ChatEvent event) {
    switch (event) {
      case ChatEvent.Began(var began, var answering, var more) -> {
        names.learn(began, answering);
        learn(more);
      }
      case ChatEvent.Used(var used, var more) -> {
        usage = used;
        var raw = more.of(dialect).object(USAGE);
        rawUsage = raw.isEmpty() ? rawUsage : raw;
        learnOfUsage(more);
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

  private void start() {
    if (!started) {
      started = true;
      writeStart();
    }
  }

  /// Goes on with an answer that was begun.
  ///
  /// @param inBlock whether its last block has not ended; else what comes next begins another
  protected final void resume(boolean inBlock) {
    started = true;
    if (!inBlock) {
      blocks.finish();
    }
  }

  protected final boolean isStarted() {
    return started;
  }

  protected final Usage usage() {
    return usage;
  }

  /// In the dialect's own words, as far as they are known.
  protected final Json.Obj rawUsage() {
    return rawUsage;
  }

  /// The one and the other, but for the usage in the dialect's own words.
  protected final Extras merged(Extras earlier, Extras later) {
    var rest =
        later.dialect() == dialect ? new Extras(dialect, later.members().without(USAGE)) : later;
    if (rest.isEmpty()) {
      return earlier;
    }
    return earlier.dialect() == rest.dialect()
        ? new Extras(rest.dialect(), earlier.members().with(rest.members()))
        : rest;
  }

  /// Why the answer ended, with all that travels along.
  protected final Json.Obj ending(Reason words, FurtherAnswers.Content content) {
    if (reason == null) {
      throw new IllegalStateException("an answer that has not ended");
    }
    var ending = words.write(Json.Obj.EMPTY, reason, reasonExtras);
    var more = others.answer();
    if (!more.choices().isEmpty()) {
      ending =
          Carried.attach(
              ending, FurtherAnswers.NAME, FurtherAnswers.write(more, 0, content, words));
    }
    if (!blocks.late().isEmpty()) {
      ending = Carried.attach(ending, LateWords.NAME, new Json.Arr(blocks.late()));
    }
    return ending;
  }

  /// Writes why an answer ended.
  @FunctionalInterface
  public interface Reason {
    Json.Obj write(Json.Obj said, FinishReason reason, Extras extras);
  }

  /// The id of an answer and the model that gives it: the first that are told count.
  protected static final class Names {
    private String id = "";
    private String model = "";

    /// Both unknown.
    public Names() {}

    private void learn(String began, String answering) {
      id = id.isEmpty() ? began : id;
      model = model.isEmpty() ? answering : model;
    }

    public String id() {
      return id;
    }

    public String model() {
      return model;
    }
  }
}
