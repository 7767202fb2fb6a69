package dev.headgate.providers.gemini;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CanonicalEvents;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.EventAnswer;
import dev.headgate.providers.wire.ObjectReader;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the pieces of a streamed answer mean. Not thread-safe.
///
/// Every piece has the shape of a whole answer and holds what is new of it. Text goes on in the
/// part that was begun last as long as that is of the same kind.
final class StreamReader implements EventAnswer.Meaning {
  /// Marks a piece that does not go on in the part before, although it could.
  static final String BEGINS = "begins";

  private final ChatSink sink;
  private final SortedMap<Integer, Growing> choices = new TreeMap<>();
  private @Nullable PartReader reader;
  private String model = "";
  private String id = "";
  private boolean begun;
  private boolean counted;
  private long searches;

  StreamReader(ChatSink sink) {
    this.sink = sink;
  }

  @Override
  public void accept(String event, Json.Obj data) {
    if (data.has("error")) {
      throw Errors.inStream(data);
    }
    var piece = ObjectReader.ofAnswer(data, "");
    Answers.refuseBlocked(piece);
    begin(piece);
    for (var candidate : piece.each("candidates")) {
      accept(candidate);
    }
    var counts = piece.object(Answers.USAGE);
    var extras = Answers.extras(piece, Answers.usageExtras(counts, searches));
    if (!counts.isEmpty() || !extras.isEmpty()) {
      counted |= !counts.isEmpty();
      sink.accept(
          counts.isEmpty()
              ? new ChatEvent.Began(id, model, extras)
              : new ChatEvent.Used(Usages.read(counts, searches), extras));
    }
  }

  @Override
  public boolean isWhole() {
    return counted && mayEnd();
  }

  @Override
  public boolean mayEnd() {
    return !choices.isEmpty() && choices.values().stream().allMatch(choice -> choice.ended);
  }

  private void begin(ObjectReader piece) {
    var newModel = piece.text("modelVersion");
    var newId = piece.text("responseId");
    if (!begun || (!newModel.equals(model) && !newModel.isEmpty())) {
      begun = true;
      model = newModel;
      id = newId;
      sink.accept(new ChatEvent.Began(id, model, Extras.NONE));
    }
    if (reader == null) {
      reader = new PartReader(new CallMatching(id));
    }
  }

  private void accept(ObjectReader candidate) {
    var given = candidate.integer("index");
    var index = given == null ? 0 : given;
    var choice = choices.computeIfAbsent(index, it -> new Growing(it));
    var content = candidate.members("content");
    content.text("role");
    for (var part : content.each("parts")) {
      if (reader == null) {
        throw new IllegalStateException("a part before the beginning");
      }
      var carried = part.object().object(Carried.MEMBER);
      var event = CanonicalEvents.read(carried);
      if (event.isPresent()) {
        sink.accept(event.get());
      } else {
        choice.accept(reader.read(part), carried.isTrue(BEGINS));
      }
    }
    searches += Answers.searches(candidate.object(), model);
    if (candidate.object().find(Answers.FINISH_REASON).isPresent() && !choice.ended) {
      var reason = Answers.finish(candidate, choice.calledTools);
      choice.ended = true;
      sink.accept(
          new ChatEvent.ChoiceEnded(
              index, reason, choice.with(Answers.choiceExtras(candidate, reason))));
    } else {
      choice.learn(Answers.extras(candidate, Json.Obj.EMPTY));
    }
  }

  private final class Growing {
    private final int index;
    private int parts;
    private @Nullable Part last;
    private boolean calledTools;
    private boolean ended;
    private Extras extras = Extras.NONE;

    Growing(int index) {
      this.index = index;
    }

    void accept(Part part, boolean begins) {
      if (ended) {
        throw new CallFailed(
            ErrorCode.PROVIDER_MALFORMED, "the provider's answer goes on behind its end");
      }
      calledTools |= part instanceof Part.ToolCall;
      switch (part) {
        case Part.Text(var text, var more) when !begins && last instanceof Part.Text ->
            grow(text, "", more);
        case Part.Reasoning(var text, var signature, var more)
            when !begins && last instanceof Part.Reasoning ->
            grow(text, signature, more);
        case Part.Text _, Part.Reasoning _, Part.Refusal _, Part.Image _, Part.Audio _ ->
            begin(part);
        case Part.File _, Part.ToolCall _, Part.ToolResult _, Part.Foreign _ -> begin(part);
      }
    }

    // What a candidate says before its end goes with the end.
    void learn(Extras more) {
      if (!more.isEmpty()) {
        extras =
            extras.isEmpty()
                ? more
                : new Extras(more.dialect(), extras.members().with(more.members()));
      }
    }

    Extras with(Extras more) {
      learn(more);
      return extras;
    }

    private void begin(Part part) {
      last = part;
      sink.accept(new ChatEvent.PartBegan(index, parts++, part));
    }

    private void grow(String text, String signature, Extras more) {
      if (!text.isEmpty()) {
        sink.accept(new ChatEvent.Grew(index, parts - 1, text));
      }
      if (!signature.isEmpty() || !more.members().without("thought").isEmpty()) {
        sink.accept(new ChatEvent.Learned(index, parts - 1, signature, more));
      }
    }
  }
}
