package dev.headgate.providers.anthropic;

import static dev.headgate.kernel.chat.Dialect.ANTHROPIC;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatEvent.Began;
import dev.headgate.kernel.chat.ChatEvent.ChoiceEnded;
import dev.headgate.kernel.chat.ChatEvent.Used;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.FurtherAnswers;
import dev.headgate.providers.wire.LateWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The events of one streamed message, one by one, wherever they came from. Not thread-safe.
public final class MessageEvents {
  private final ChatSink sink;
  private final Map<Long, StreamedBlock> blocks = new HashMap<>();
  private Json.Obj usage = Json.Obj.EMPTY;
  private boolean begun;
  private boolean ended;
  private boolean whole;
  private int parts;

  public MessageEvents(ChatSink sink) {
    this.sink = sink;
  }

  /// Whether the message has said that it is complete.
  public boolean isWhole() {
    return whole;
  }

  /// @throws CallFailed `PROVIDER_MALFORMED` for what is out of place, or the provider's own error
  public void accept(Json.Obj event) {
    var type = event.text("type").orElse("");
    if (whole) {
      return;
    }
    switch (type) {
      case "message_start" -> start(event.object("message"));
      case "content_block_start" -> startBlock(event);
      case "content_block_delta" -> block(event).grow(event.object("delta"));
      case "content_block_stop" -> stopBlock(event);
      case "message_delta" -> change(event);
      case "message_stop" -> stop();
      case "error" -> throw error(event);
      case "" -> throw AnswerWords.malformed("an event without a type");
      default -> {
        // Pings, and what may be added: clients are asked to pass over what they do not know.
      }
    }
  }

  private void start(Json.Obj message) {
    if (begun || message.isEmpty()) {
      throw AnswerWords.malformed("a message that begins twice, or holds nothing");
    }
    begun = true;
    var extras =
        Carried.of(
            StopWords.withoutPlaces(message),
            ANTHROPIC,
            "id",
            "type",
            "role",
            "model",
            "content",
            "usage");
    say(new Began(message.text("id").orElse(""), message.text("model").orElse(""), extras));
    use(message.object("usage"), Json.Obj.EMPTY);
  }

  private void startBlock(Json.Obj event) {
    requireBegun();
    var index = event.integer("index");
    if (!(event.members().get("content_block") instanceof Json.Obj block)
        || blocks.containsKey(index)) {
      throw AnswerWords.malformed("a block of content that begins twice, or holds nothing");
    }
    blocks.put(index, new StreamedBlock(block, sink, () -> parts++));
  }

  private StreamedBlock block(Json.Obj event) {
    var block = blocks.get(event.integer("index"));
    if (block == null) {
      throw AnswerWords.malformed("more of a block of content that has not begun");
    }
    return block;
  }

  private void stopBlock(Json.Obj event) {
    var block = blocks.get(event.integer("index"));
    if (block == null) {
      throw AnswerWords.malformed("the end of a block of content that has not begun");
    }
    block.stop(Carried.attached(event, BlockWriter.ARGUMENTS).isPresent());
  }

  private void change(Json.Obj event) {
    requireBegun();
    var delta = event.object("delta");
    use(event.object("usage"), event.without("type", "delta", "usage"));
    var reason = delta.text(StopWords.REASON);
    if (reason.isPresent()) {
      // A block that was cut at max_tokens has no end of its own.
      List.copyOf(blocks.values()).forEach(block -> block.stop(false));
      LateWords.read(delta, this::learnLate);
      ended = true;
      say(new ChoiceEnded(0, StopWords.reason(reason.get()), StopWords.extras(delta)));
      others(delta).forEach(this::say);
    }
  }

  private void learnLate(long index, String signature, Extras extras) {
    var block = blocks.get(index);
    if (block != null) {
      block.learnLate(signature, extras);
    }
  }

  private static List<ChatEvent> others(Json.Obj delta) {
    var events = new ArrayList<ChatEvent>();
    var carried = Carried.attached(delta, FurtherAnswers.NAME);
    if (carried.isPresent()) {
      for (var choice : AnswerWords.others(carried.get())) {
        AnswerAssembly.replay(
            new ChatAnswer("", "", List.of(choice), Usage.NONE, choice.extras()),
            event -> {
              if (!(event instanceof Began || event instanceof Used)) {
                events.add(event);
              }
            });
      }
    }
    return events;
  }

  private void stop() {
    if (!ended) {
      throw AnswerWords.malformed("the end of a message that does not say why it ended");
    }
    whole = true;
  }

  private void use(Json.Obj reported, Json.Obj beside) {
    reported
        .members()
        .forEach((name, value) -> {
          if (!(value instanceof Json.Null)) {
            usage = usage.with(name, value);
          }
        });
    var extras = Carried.of(beside, ANTHROPIC);
    say(new Used(UsageWords.read(usage), AnswerWords.withUsage(extras, UsageWords.raw(usage))));
  }

  private void requireBegun() {
    if (!begun) {
      throw AnswerWords.malformed("a piece of a message that has not begun");
    }
  }

  private void say(ChatEvent event) {
    sink.accept(event);
  }

  private static CallFailed error(Json.Obj event) {
    var error = ErrorWords.read(200, event);
    return new CallFailed(
        error.code(),
        "the provider ended its answer with an error of the type \"%s\""
            .formatted(error.type().replaceAll("[^a-z_]", "")));
  }
}
