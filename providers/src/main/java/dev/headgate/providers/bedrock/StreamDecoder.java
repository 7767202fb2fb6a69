package dev.headgate.providers.bedrock;

import static dev.headgate.kernel.chat.Dialect.BEDROCK;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatEvent.Began;
import dev.headgate.kernel.chat.ChatEvent.ChoiceEnded;
import dev.headgate.kernel.chat.ChatEvent.Used;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.AnswerDecoder;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.FurtherAnswers;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.providers.wire.LateWords;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;

/// Reads the stream of `converse-stream`. Its last message, `metadata`, holds the usage.
final class StreamDecoder implements AnswerDecoder {
  // Random letters against guessing a text by the length of its packets.
  private static final String PADDING = "p";
  private static final String INDEX = "contentBlockIndex";

  private final EventFrames frames = new EventFrames();
  private final ChatSink sink;
  private final Map<Long, StreamedBlock> blocks = new HashMap<>();
  private boolean begun;
  private boolean ended;
  private boolean whole;
  private int parts;

  StreamDecoder(ChatSink sink) {
    this.sink = sink;
  }

  @Override
  public void accept(byte[] bytes, int from, int length) {
    frames.accept(bytes, from, length, this::accept);
  }

  private void accept(String type, boolean exception, byte[] bytes, int from, int length) {
    Json payload;
    try {
      payload = JsonBytes.read(bytes, from, length);
    } catch (JacksonException e) {
      throw AnswerWords.malformed("an event that is not JSON", e);
    }
    if (!(payload instanceof Json.Obj event)) {
      throw AnswerWords.malformed("an event that is no JSON object", null);
    }
    if (exception) {
      throw failure(type, event);
    }
    if (!whole) {
      accept(type, event.without(PADDING));
    }
  }

  static CallFailed failure(String type, Json.Obj event) {
    var error = ErrorWords.exception(type, event);
    return new CallFailed(
        error.code(),
        "the provider ended its answer with an error of the type \"%s\""
            .formatted(error.type().replaceAll("[^A-Za-z_]", "")));
  }

  private void accept(String type, Json.Obj event) {
    switch (type) {
      case "messageStart" -> start(event);
      case "contentBlockStart" -> startBlock(event);
      case "contentBlockDelta" -> {
        requireBegun();
        blocks
            .computeIfAbsent(
                event.integer(INDEX), _ -> new StreamedBlock(Json.Obj.EMPTY, sink, () -> parts++))
            .grow(event.object("delta"));
      }
      case "contentBlockStop" -> {
        var block = blocks.get(event.integer(INDEX));
        if (block == null) {
          throw AnswerWords.malformed("the end of a block of content that has not begun", null);
        }
        block.stop(Carried.attached(event, BlockWriter.ARGUMENTS).isPresent());
      }
      case "messageStop" -> stop(event);
      case "metadata" -> finish(event);
      default -> {
        // What may be added: clients pass over what they do not know.
      }
    }
  }

  private void start(Json.Obj event) {
    if (begun) {
      throw AnswerWords.malformed("a message that begins twice", null);
    }
    begun = true;
    var extras = Carried.of(event, BEDROCK, "role");
    sink.accept(
        new Began(
            AnswerWords.carried(event, AnswerWords.ID),
            AnswerWords.carried(event, AnswerWords.MODEL),
            extras));
  }

  private void startBlock(Json.Obj event) {
    requireBegun();
    var block = new StreamedBlock(event.without(INDEX), sink, () -> parts++);
    if (blocks.put(event.integer(INDEX), block) != null) {
      throw AnswerWords.malformed("a block of content that begins twice", null);
    }
  }

  private void stop(Json.Obj event) {
    requireBegun();
    var reason = event.text(StopWords.REASON);
    if (reason.isEmpty() || ended) {
      throw AnswerWords.malformed("the end of a message that does not say why", null);
    }
    ended = true;
    List.copyOf(blocks.values()).forEach(block -> block.stop(false));
    LateWords.read(event, this::learnLate);
    sink.accept(new ChoiceEnded(0, StopWords.reason(reason.get()), StopWords.extras(event)));
    Carried.attached(event, FurtherAnswers.NAME)
        .ifPresent(others -> AnswerWords.others(others).forEach(this::replay));
  }

  private void learnLate(long index, String signature, Extras extras) {
    var block = blocks.get(index);
    if (block != null) {
      block.learnLate(signature, extras);
    }
  }

  private void replay(ChatAnswer.Choice choice) {
    AnswerAssembly.replay(
        new ChatAnswer("", "", List.of(choice), Usage.NONE, choice.extras()),
        (ChatEvent event) -> {
          if (!(event instanceof Began || event instanceof Used)) {
            sink.accept(event);
          }
        });
  }

  private void finish(Json.Obj event) {
    if (!ended) {
      throw AnswerWords.malformed("the end of a message that does not say why", null);
    }
    var usage = event.object(UsageWords.NAME);
    var extras = Carried.of(event, BEDROCK, UsageWords.NAME);
    sink.accept(
        new Used(UsageWords.read(usage), AnswerWords.withUsage(extras, UsageWords.raw(usage))));
    whole = true;
  }

  private void requireBegun() {
    if (!begun || ended) {
      throw AnswerWords.malformed("a piece of a message out of place", null);
    }
  }

  @Override
  public boolean isWhole() {
    return whole && !frames.isInside();
  }

  @Override
  public void end() {
    if (!isWhole()) {
      throw new CallFailed(
          ErrorCode.PROVIDER_TRUNCATED,
          "the provider's answer broke off before it said that it is complete");
    }
  }
}
