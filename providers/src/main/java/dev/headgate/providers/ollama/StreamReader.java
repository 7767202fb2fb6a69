package dev.headgate.providers.ollama;

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
import org.jspecify.annotations.Nullable;

/// What the lines of a streamed answer mean. Not thread-safe.
final class StreamReader implements EventAnswer.Meaning {
  private final ChatSink sink;
  private boolean begun;
  private boolean called;
  private boolean whole;
  private int parts;
  private @Nullable Part last;

  StreamReader(ChatSink sink) {
    this.sink = sink;
  }

  @Override
  public boolean isWhole() {
    return whole;
  }

  @Override
  public void accept(String event, Json.Obj data) {
    if (data.has("error")) {
      var read = new OllamaCodec().readError(200, data);
      throw new CallFailed(
          data.has(Carried.MEMBER) ? read.code() : ErrorCode.PROVIDER_FAILED,
          "the provider reported an error in the middle of its answer");
    }
    var line = ObjectReader.ofAnswer(data, "");
    var done = Boolean.TRUE.equals(line.flag("done"));
    var carried = data.object(Carried.MEMBER);
    if (!carried.isEmpty()) {
      CanonicalEvents.read(carried).ifPresent(sink::accept);
      whole |= done;
      return;
    }
    begin(line);
    var message = line.members("message");
    message.text("role");
    var seed = line.object().text("created_at").orElse("");
    for (var part : Answers.parts(message, seed)) {
      accept(part);
    }
    if (done) {
      end(line, message);
    }
  }

  private void begin(ObjectReader line) {
    var model = line.text("model");
    if (!begun) {
      begun = true;
      sink.accept(new ChatEvent.Began("", model, Extras.NONE));
    }
  }

  private void accept(Part part) {
    called |= part instanceof Part.ToolCall;
    if (part instanceof Part.Text(var text, _) && last instanceof Part.Text) {
      sink.accept(new ChatEvent.Grew(0, parts - 1, text));
    } else if (part instanceof Part.Reasoning(var text, _, _) && last instanceof Part.Reasoning) {
      sink.accept(new ChatEvent.Grew(0, parts - 1, text));
    } else {
      last = part;
      sink.accept(new ChatEvent.PartBegan(0, parts++, part));
    }
  }

  private void end(ObjectReader line, ObjectReader message) {
    var word = line.text("done_reason");
    var reason = Answers.finish(word, called);
    sink.accept(
        new ChatEvent.ChoiceEnded(0, reason, Answers.choiceExtras(message.rest(), word, reason)));
    sink.accept(new ChatEvent.Used(Answers.usage(line), line.extras(Answers.OWN)));
    whole = true;
  }
}
