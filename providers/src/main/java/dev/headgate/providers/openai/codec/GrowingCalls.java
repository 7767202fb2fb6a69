package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// The tool calls of one choice while they grow. Not thread-safe.
final class GrowingCalls {
  /// Most tool calls of one answer.
  static final int MAX_CALLS = 1024;

  private static final String INDEX = "index";

  private final int choice;
  private final ChatSink sink;
  private final IntSupplier nextPart;
  private final List<Growing> calls = new ArrayList<>();

  /// @param nextPart the number of a part that begins now
  GrowingCalls(int choice, ChatSink sink, IntSupplier nextPart) {
    this.choice = choice;
    this.sink = sink;
    this.nextPart = nextPart;
  }

  void accept(Json.Obj delta) {
    var call = find(delta);
    if (call == null) {
      begin(
          (int) (delta.has(INDEX) ? delta.integer(INDEX) : calls.size()),
          ToolCalls.read(delta.without(INDEX)));
    } else {
      grow(call, delta);
    }
  }

  void acceptOlder(Json.Obj delta) {
    if (calls.isEmpty()) {
      begin(0, ToolCalls.readOlder(delta));
    } else {
      var call = calls.getFirst();
      call.name(delta.text("name").orElse(""));
      call.add(delta.text("arguments").orElse(""));
    }
  }

  /// One that began in our own words.
  void acceptCarried(int part) {
    var call = new Growing(calls.size(), new Part.ToolCall("", "", "", Extras.NONE));
    call.part = part;
    add(call);
  }

  /// Tells of calls that never said their name.
  void end() {
    calls.forEach(Growing::begin);
  }

  // A server that gives no index, or 0 to each, tells calls apart by their ids.
  private @Nullable Growing find(Json.Obj delta) {
    var id = delta.text("id").orElse("");
    if (!delta.has(INDEX) && id.isEmpty() && !calls.isEmpty()) {
      return calls.getLast();
    }
    for (var call : calls.reversed()) {
      var sameIndex = delta.has(INDEX) && delta.integer(INDEX) == call.index;
      var sameId = id.isEmpty() || call.known.id().isEmpty() || id.equals(call.known.id());
      if (delta.has(INDEX) ? sameIndex && sameId : id.equals(call.known.id())) {
        return call;
      }
    }
    return null;
  }

  private void begin(int index, Part.ToolCall known) {
    var call = new Growing(index, known);
    add(call);
    if (!known.name().isEmpty()) {
      call.begin();
    }
  }

  private void add(Growing call) {
    if (calls.size() == MAX_CALLS) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED,
          "the provider's answer asks for more than " + MAX_CALLS + " tools");
    }
    calls.add(call);
  }

  private void grow(Growing call, Json.Obj delta) {
    var more = ToolCalls.read(delta.without(INDEX));
    if (!more.name().isEmpty()) {
      call.name(more.name());
    }
    call.add(more.arguments());
    var extras = more.extras().of(Dialect.OPENAI_CHAT).without("type");
    if (!extras.isEmpty()) {
      call.begin();
      sink.accept(
          new ChatEvent.Learned(choice, call.part, "", new Extras(Dialect.OPENAI_CHAT, extras)));
    }
  }

  private final class Growing {
    private final int index;
    private Part.ToolCall known;
    private int part = -1;

    Growing(int index, Part.ToolCall known) {
      this.index = index;
      this.known = known;
    }

    void begin() {
      if (part < 0) {
        part = nextPart.getAsInt();
        sink.accept(new ChatEvent.PartBegan(choice, part, known));
      }
    }

    void name(String name) {
      if (part < 0 && !name.isEmpty()) {
        known = new Part.ToolCall(known.id(), name, known.arguments(), known.extras());
        begin();
      }
    }

    void add(String arguments) {
      if (arguments.isEmpty()) {
        return;
      }
      if (part < 0) {
        known =
            new Part.ToolCall(
                known.id(), known.name(), known.arguments() + arguments, known.extras());
      } else {
        sink.accept(new ChatEvent.Grew(choice, part, arguments));
      }
    }
  }
}
