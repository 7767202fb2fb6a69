package dev.headgate.providers.openai.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CanonicalEvents;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a streamed answer. A chunk whose own words would not be read as the same event again also
/// carries the event in our words, which [StreamDecoder] then reads in their place.
final class StreamEncoder implements AnswerEncoder {
  private static final byte[] DATA = "data: ".getBytes(US_ASCII);
  private static final byte[] END = "\n\n".getBytes(US_ASCII);
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(US_ASCII);
  private static final String USAGE = "usage";

  private final ByteSink out;
  private final Shape shape;
  private final long created;
  private final Map<Integer, WrittenChoice> choices = new HashMap<>();
  private final List<Json> carried = new ArrayList<>();
  private String id = "";
  private String model = "";
  private Json.Obj extras = Json.Obj.EMPTY;

  // The provider's own words for its token counts, which have their place in the last chunk.
  private Json.Obj ownUsage = Json.Obj.EMPTY;
  private ChatEvent.@Nullable Used used;

  /// @param created epoch seconds, of an answer that does not say its own
  StreamEncoder(ByteSink out, Shape shape, long created) {
    this.out = out;
    this.shape = shape;
    this.created = created;
  }

  @Override
  public String contentType() {
    return "text/event-stream";
  }

  @Override
  public void accept(ChatEvent event) {
    switch (event) {
      case ChatEvent.Began began -> begin(began);
      case ChatEvent.PartBegan began -> choice(began.choice()).begin(began);
      case ChatEvent.Grew grew -> choice(grew.choice()).grow(grew);
      case ChatEvent.Learned learned -> choice(learned.choice()).learn(learned);
      case ChatEvent.ChoiceEnded ended -> choice(ended.choice()).end(ended);
      case ChatEvent.Used latest -> use(latest);
    }
  }

  private void begin(ChatEvent.Began began) {
    id = began.responseId();
    model = began.responseModel();
    if (began.extras().isEmpty() || began.extras().dialect() == shape.dialect()) {
      var own = began.extras().of(shape.dialect());
      extras = extras.with(own.without(USAGE));
      ownUsage = own.has(USAGE) ? Json.Obj.of(USAGE, own.object(USAGE)) : ownUsage;
    } else {
      carried.add(CanonicalEvents.write(began));
    }
  }

  private void use(ChatEvent.Used latest) {
    used = latest;
    if (!latest.extras().isEmpty() && latest.extras().dialect() != shape.dialect()) {
      carried.add(CanonicalEvents.write(latest));
    }
  }

  private WrittenChoice choice(int index) {
    return choices.computeIfAbsent(index, _ -> new WrittenChoice(index, shape, this::write));
  }

  /// @param faithful whether reading the choice gives the event again
  private void write(Json.@Nullable Obj choice, ChatEvent event, boolean faithful) {
    if (!faithful || !carried.isEmpty()) {
      carried.add(CanonicalEvents.write(event));
    }
    writeChunk(choice == null ? List.of() : List.of(choice), Json.Obj.EMPTY);
  }

  private void writeChunk(List<Json> written, Json.Obj usage) {
    var chunk =
        new ObjectBuilder()
            .put("id", id)
            .put(Answers.OBJECT, shape.chunk())
            .put(Answers.CREATED, created)
            .put("model", model)
            .put("choices", new Json.Arr(written));
    if (!usage.isEmpty()) {
      chunk.put(USAGE, usage);
    }
    chunk.putAll(extras);
    if (!carried.isEmpty()) {
      chunk.put(Carried.MEMBER, Json.Obj.of("events", new Json.Arr(carried)));
      carried.clear();
    }
    // The creation time belongs to every chunk; the rest is told once.
    extras =
        extras.has(Answers.CREATED)
            ? Json.Obj.of(Answers.CREATED, extras.find(Answers.CREATED).orElse(Json.NULL))
            : Json.Obj.EMPTY;
    writeData(chunk.build());
  }

  private void writeData(Json.Obj object) {
    var json = JsonBytes.write(object);
    var bytes = new byte[DATA.length + json.length + END.length];
    System.arraycopy(DATA, 0, bytes, 0, DATA.length);
    System.arraycopy(json, 0, bytes, DATA.length, json.length);
    System.arraycopy(END, 0, bytes, DATA.length + json.length, END.length);
    out.write(bytes, 0, bytes.length);
  }

  @Override
  public void end() {
    choices.values().forEach(WrittenChoice::flush);
    var usage = usage();
    if (!usage.isEmpty() || !carried.isEmpty() || !extras.without(Answers.CREATED).isEmpty()) {
      writeChunk(List.of(), usage);
    }
    out.write(DONE, 0, DONE.length);
  }

  private Json.Obj usage() {
    if (used == null) {
      return Json.Obj.EMPTY;
    }
    var written = Answers.usage(used.usage(), ownUsage.with(used.extras().of(shape.dialect())));
    return written == null ? Json.Obj.EMPTY : written;
  }

  @Override
  public void fail(WireError error) {
    writeData(new OpenAiErrors().writeError(error));
  }
}
