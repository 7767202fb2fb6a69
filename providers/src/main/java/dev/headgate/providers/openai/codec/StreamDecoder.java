package dev.headgate.providers.openai.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.dialects.AnswerDecoder;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.sse.EventDecoder;
import dev.headgate.providers.wire.CanonicalEvents;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.JsonBytes;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Reads a streamed answer. A choice ends when the stream does: some servers say why it ended and
/// then go on, with usage or with what they forgot.
final class StreamDecoder implements AnswerDecoder {
  /// Most choices of one answer; OpenAI gives 128.
  static final int MAX_CHOICES = 1024;

  private static final byte[] END_OF_EVENT = {'\n', '\n'};
  private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);
  private static final String ERROR = "error";
  private static final String LATE_ERROR = "late_error";
  private static final String USAGE = "usage";
  private static final String EVENTS = "events";

  private final EventDecoder decoder = new EventDecoder();
  private final ChatSink sink;
  private final Shape shape;
  private final SortedMap<Integer, GrowingChoice> choices = new TreeMap<>();
  private boolean begun;
  private boolean whole;
  private String id = "";
  private String model = "";
  private Json.Obj told = Json.Obj.EMPTY;

  StreamDecoder(ChatSink sink, Shape shape) {
    this.sink = sink;
    this.shape = shape;
  }

  @Override
  public void accept(byte[] bytes, int from, int length) {
    decoder.accept(bytes, from, from + length, this::acceptEvent);
  }

  @Override
  public boolean isWhole() {
    return whole;
  }

  @Override
  public void end() {
    if (!whole && !isFinished()) {
      endLastEvent();
    }
    if (!whole) {
      finish();
    }
  }

  // Some servers end their last event with the stream and not with an empty line.
  private void endLastEvent() {
    try {
      accept(END_OF_EVENT, 0, END_OF_EVENT.length);
    } catch (CallFailed e) {
      if (e.code() != ErrorCode.PROVIDER_MALFORMED) {
        throw e;
      }
      // The event was cut in its middle.
    }
  }

  private void acceptEvent(String type, byte[] data, int length) {
    if (whole) {
      return;
    }
    if (isDone(data, length)) {
      finish();
      return;
    }
    var chunk = parse(data, length);
    // An error after everything was said, such as OpenRouter's "Token limit reached" behind the
    // finish reason "length", takes nothing back.
    if ((chunk.find(ERROR).isPresent() || type.equals(ERROR)) && !isFinished()) {
      throw failure(chunk);
    }
    var carried = chunk.object(Carried.MEMBER).array(EVENTS);
    begin(chunk);
    if (carried.isEmpty()) {
      acceptChoices(chunk);
    }
    acceptUsage(chunk);
    for (var event : carried) {
      if (event instanceof Json.Obj object) {
        CanonicalEvents.read(object).ifPresent(this::acceptCarried);
      }
    }
  }

  private static boolean isDone(byte[] data, int length) {
    return length >= DONE.length && Arrays.equals(data, 0, DONE.length, DONE, 0, DONE.length);
  }

  private void acceptChoices(Json.Obj chunk) {
    for (var choice : chunk.array("choices")) {
      if (choice instanceof Json.Obj object) {
        choice((int) object.integer("index")).accept(object);
      }
    }
  }

  private void acceptUsage(Json.Obj chunk) {
    var usage = chunk.object(USAGE);
    if (usage.isEmpty()) {
      usage = chunk.object("x_groq").object(USAGE);
    }
    if (!usage.isEmpty()) {
      var own = Answers.withOwnUsage(Json.Obj.EMPTY, usage);
      sink.accept(new ChatEvent.Used(UsageJson.read(usage), shape.extras(own)));
    }
  }

  // What is only padding against eavesdroppers says nothing.
  private void begin(Json.Obj chunk) {
    var rest =
        ToolCalls.nonNull(
            chunk.without(
                "id", "object", "model", "choices", USAGE, "obfuscation", "p", Carried.MEMBER));
    var late = rest.find(ERROR);
    if (late.isPresent()) {
      rest = rest.without(ERROR).with(LATE_ERROR, late.get());
    }
    if (rest.has(Answers.CREATED) && rest.integer(Answers.CREATED) == 0) {
      rest = rest.without(Answers.CREATED);
    }
    for (var member : rest.members().entrySet()) {
      if (member.getValue().equals(told.members().get(member.getKey()))) {
        rest = rest.without(member.getKey());
      }
    }
    var newId = chunk.text("id").orElse("");
    var newModel = chunk.text("model").orElse("");
    var changed =
        (!newId.isEmpty() && !newId.equals(id)) || (!newModel.isEmpty() && !newModel.equals(model));
    if (!begun || changed || !rest.isEmpty()) {
      begun = true;
      id = newId.isEmpty() ? id : newId;
      model = newModel.isEmpty() ? model : newModel;
      told = told.with(rest);
      sink.accept(new ChatEvent.Began(id, model, shape.extras(rest)));
    }
  }

  private void acceptCarried(ChatEvent event) {
    switch (event) {
      case ChatEvent.Began(var newId, var newModel, _) -> {
        begun = true;
        id = newId;
        model = newModel;
        sink.accept(event);
      }
      case ChatEvent.PartBegan began -> choice(began.choice()).acceptCarried(began);
      case ChatEvent.ChoiceEnded ended -> choice(ended.choice()).acceptCarried(ended);
      case ChatEvent.Grew _, ChatEvent.Learned _, ChatEvent.Used _ -> sink.accept(event);
    }
  }

  private GrowingChoice choice(int index) {
    if (index < 0 || index >= MAX_CHOICES) {
      throw malformed("a choice numbered " + index, null);
    }
    return choices.computeIfAbsent(index, _ -> new GrowingChoice(index, sink, shape));
  }

  private void finish() {
    if (!isFinished()) {
      throw new CallFailed(
          ErrorCode.PROVIDER_TRUNCATED,
          "the provider's stream ended before its answer said why it stopped");
    }
    whole = true;
    choices.values().forEach(GrowingChoice::end);
  }

  private boolean isFinished() {
    return !choices.isEmpty() && choices.values().stream().allMatch(GrowingChoice::isFinished);
  }

  private static Json.Obj parse(byte[] data, int length) {
    try {
      if (JsonBytes.read(data, 0, length) instanceof Json.Obj object) {
        return object;
      }
    } catch (JacksonException e) {
      throw malformed("an event that is not JSON", e);
    }
    throw malformed("an event that is no JSON object", null);
  }

  // The provider's words may quote the request; only the meaning is ours to tell.
  private static CallFailed failure(Json.Obj chunk) {
    var error = new OpenAiErrors().readError(200, chunk);
    return new CallFailed(
        error.code(), "the provider reported an error in the middle of its answer");
  }

  private static CallFailed malformed(String what, @Nullable Throwable cause) {
    return new CallFailed(ErrorCode.PROVIDER_MALFORMED, "the provider's stream has " + what, cause);
  }
}
