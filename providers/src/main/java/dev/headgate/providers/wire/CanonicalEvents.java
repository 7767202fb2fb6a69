package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.json.Json;
import java.util.Arrays;
import java.util.Optional;

/// Pieces of an answer in our own words, for the member that carries what a dialect has no words
/// for.
public final class CanonicalEvents {
  private CanonicalEvents() {}

  public static Json.Obj write(ChatEvent event) {
    var out = new ObjectBuilder();
    switch (event) {
      case ChatEvent.Began(var id, var model, var extras) ->
          CanonicalParts.writeExtras(
              out.put("event", "began").maybe("id", id).maybe("model", model), extras);
      case ChatEvent.PartBegan(var choice, var part, var known) ->
          at(out, "part_began", choice, part).put("known", CanonicalParts.write(known));
      case ChatEvent.Grew(var choice, var part, var delta) ->
          at(out, "grew", choice, part).put("delta", delta);
      case ChatEvent.Learned(var choice, var part, var signature, var extras) ->
          CanonicalParts.writeExtras(
              at(out, "learned", choice, part).maybe("signature", signature), extras);
      case ChatEvent.ChoiceEnded(var choice, var reason, var extras) ->
          CanonicalParts.writeExtras(
              at(out, "choice_ended", choice, 0).put("reason", reason.name()), extras);
      case ChatEvent.Used(var usage, var extras) ->
          CanonicalParts.writeExtras(
              out.put("event", "used").put("usage", CarriedUsage.counts(usage)), extras);
    }
    return out.build();
  }

  /// Empty if it is no event.
  public static Optional<ChatEvent> read(Json.Obj in) {
    var choice = (int) in.integer("choice");
    var part = (int) in.integer("index");
    var extras = CanonicalParts.readExtras(in);
    return switch (text(in, "event")) {
      case "began" -> Optional.of(new ChatEvent.Began(text(in, "id"), text(in, "model"), extras));
      case "part_began" ->
          CanonicalParts.read(in.object("known"))
              .map(known -> new ChatEvent.PartBegan(choice, part, known));
      case "grew" -> Optional.of(new ChatEvent.Grew(choice, part, text(in, "delta")));
      case "learned" ->
          Optional.of(new ChatEvent.Learned(choice, part, text(in, "signature"), extras));
      case "choice_ended" ->
          Arrays.stream(FinishReason.values())
              .filter(reason -> reason.name().equals(text(in, "reason")))
              .findFirst()
              .map(reason -> new ChatEvent.ChoiceEnded(choice, reason, extras));
      case "used" ->
          CarriedUsage.find(in.array("usage")).map(usage -> new ChatEvent.Used(usage, extras));
      default -> Optional.empty();
    };
  }

  private static ObjectBuilder at(ObjectBuilder out, String event, int choice, int part) {
    return out.put("event", event).put("choice", choice).put("index", part);
  }

  private static String text(Json.Obj in, String name) {
    return in.text(name).orElse("");
  }
}
