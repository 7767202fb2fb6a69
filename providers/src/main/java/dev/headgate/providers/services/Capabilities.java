package dev.headgate.providers.services;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.TokenBounds;
import dev.headgate.kernel.chat.Tools;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.settled.Settled;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What one model of one service can be asked for, from `capabilities.json`. Immutable.
///
/// @param service the service's name, for messages
/// @param model as the service names it
public record Capabilities(
    String service, String model, Map<Parameter, Treatment> treatments, Prefill prefill) {
  public Capabilities {
    treatments = Map.copyOf(treatments);
  }

  /// What the table says of a model; what it does not list passes.
  public static Capabilities of(Service service, String model) {
    var treatments = new EnumMap<Parameter, Treatment>(Parameter.class);
    Prefill prefill = new Prefill.Impossible();
    for (var line : CapabilityTable.LINES) {
      if (line.fits(service.name(), model)) {
        treatments.putAll(line.treatments());
        prefill = line.prefill() == null ? prefill : line.prefill();
      }
    }
    return new Capabilities(service.name(), model, treatments, prefill);
  }

  /// What the table says of how much a model takes: what the last line that fits and knows says.
  public static TokenBounds bounds(String service, String model) {
    var bounds = TokenBounds.UNKNOWN;
    for (var line : CapabilityTable.BOUNDS) {
      bounds = line.fits(service, model) ? line.bounds() : bounds;
    }
    return bounds;
  }

  public Treatment of(Parameter parameter) {
    return treatments.getOrDefault(parameter, Treatment.PASS);
  }

  /// The request as this model can be asked: what it does not know is said in other words, or
  /// refused by name. Nothing is left out.
  ///
  /// @throws CallFailed `UNSUPPORTED_PARAMETER`
  public ChatRequest apply(ChatRequest request) {
    AskedParameters.of(request)
        .forEach((parameter, place) -> {
          if (of(parameter) == Treatment.REJECT) {
            throw CallFailed.unsupported(
                place,
                "\"%s\": model \"%s\" of \"%s\" cannot do \"%s\"; leave it out or choose another model"
                    .formatted(place, model, service, parameter.tableName()));
          }
        });
    return Emulation.apply(request, this);
  }

  private static Json.Obj settled(ChatRequest request) {
    return Settled.of(request, Dialect.OPENAI_CHAT, Wording.USUAL)
        .request()
        .extras()
        .of(Dialect.OPENAI_CHAT);
  }

  /// The request to go on from an answer that was begun; empty if the model cannot.
  public Optional<ChatRequest> continuing(ChatRequest request, String begun) {
    return switch (prefill) {
      case Prefill.Impossible _ -> Optional.empty();
      // A forced tool or a schema begins anew, whatever stands before.
      case Prefill.LastMessage _
          when request.options().format() instanceof OutputFormat.Schema
              || request.options().tools().choice() instanceof Tools.Choice.Required
              || request.options().tools().choice() instanceof Tools.Choice.Named ->
          Optional.empty();
      case Prefill.LastMessage(var message, var members) -> {
        var messages = new ArrayList<>(request.messages());
        var plain = new ChatMessage(Role.ASSISTANT, begun);
        messages.add(
            message.isEmpty()
                ? plain
                : new ChatMessage(
                    Role.ASSISTANT, plain.parts(), new Extras(Dialect.OPENAI_CHAT, message)));
        var extras =
            members.isEmpty()
                ? request.extras()
                : new Extras(Dialect.OPENAI_CHAT, settled(request).with(members));
        yield Optional.of(
            new ChatRequest(
                request.model(), messages, request.stream(), request.options(), extras));
      }
    };
  }
}
