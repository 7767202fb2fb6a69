package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;

/// A whole answer in our own words, under the member `headgate` of what a dialect wrote of it. For
/// dialects that can say too little to be worth taking apart.
public final class CarriedAnswer {
  private static final String EVENTS = "events";

  private CarriedAnswer() {}

  /// What the dialect wrote, with the member where reading it would not give the same answer again.
  ///
  /// @param read how the dialect reads its own object
  public static Json.Obj put(
      Json.Obj written, ChatAnswer answer, Function<Json.Obj, ChatAnswer> read) {
    if (read.apply(written).equals(answer)) {
      return written;
    }
    var events = new ArrayList<Json>();
    AnswerAssembly.replay(answer, event -> events.add(CanonicalEvents.write(event)));
    return written.with(Carried.MEMBER, Json.Obj.of(EVENTS, new Json.Arr(events)));
  }

  /// The answer under the member, empty if there is none.
  public static Optional<ChatAnswer> find(Json.Obj written) {
    var events = written.object(Carried.MEMBER).array(EVENTS);
    if (events.isEmpty()) {
      return Optional.empty();
    }
    var assembly = new AnswerAssembly();
    for (var event : events) {
      find(event).ifPresent(assembly::accept);
    }
    return Optional.of(assembly.answer());
  }

  private static Optional<ChatEvent> find(Json event) {
    return event instanceof Json.Obj object ? CanonicalEvents.read(object) : Optional.empty();
  }
}
