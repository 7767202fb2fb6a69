package dev.headgate.providers.responses;

import dev.headgate.kernel.chat.AnswerAssembly;
import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CanonicalEvents;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.EventWriter;
import dev.headgate.providers.wire.GrowingPart;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Writes a streamed answer. Not thread-safe.
///
/// A text or a thought is over when the next one begins, a tool call with the answer, since calls
/// may grow side by side. What comes for an item that is over, and other choices than the first,
/// travels as our own event.
final class StreamWriter implements AnswerEncoder {
  private final EventWriter out;
  private final Supplier<Json.Obj> members;
  private final Consumer<Json.Obj> beforeEnd;
  private final AnswerAssembly assembly = new AnswerAssembly();
  private final List<StreamedItem> items = new ArrayList<>();
  private int sequence;
  private boolean created;
  private String id = "";
  private String model = "";

  /// @param members of the whole answer that count more than those of the provider
  /// @param beforeEnd is shown the whole answer before its end is written
  StreamWriter(ByteSink out, Supplier<Json.Obj> members, Consumer<Json.Obj> beforeEnd) {
    this.out = new EventWriter(out);
    this.members = members;
    this.beforeEnd = beforeEnd;
  }

  @Override
  public String contentType() {
    return EventWriter.CONTENT_TYPE;
  }

  @Override
  public void accept(ChatEvent event) {
    assembly.accept(event);
    switch (event) {
      case ChatEvent.Began(var newId, var newModel, _) -> {
        id = newId.isEmpty() ? id : newId;
        model = newModel.isEmpty() ? model : newModel;
        create();
      }
      case ChatEvent.PartBegan(var choice, _, var part) when choice == 0 -> begin(part);
      case ChatEvent.Grew(var choice, var part, var delta) when choice == 0 -> {
        if (!items.get(part).grow(delta)) {
          carry(event);
        }
      }
      case ChatEvent.Learned(var choice, var part, var signature, var more) when choice == 0 -> {
        if (!items.get(part).learn(signature, more)) {
          carry(event);
        }
      }
      case ChatEvent.PartBegan _, ChatEvent.Grew _, ChatEvent.Learned _ -> carry(event);
      case ChatEvent.ChoiceEnded(var choice, _, _) -> {
        if (choice > 0) {
          carry(event);
        }
      }
      case ChatEvent.Used _ -> {}
    }
  }

  @Override
  public void end() {
    create();
    items.forEach(StreamedItem::end);
    // Other choices have gone out as our own events.
    var response = Answers.write(assembly.answer());
    var carried = response.object(Carried.MEMBER).without(Answers.EVENTS);
    var shown = response.has(Carried.MEMBER) ? response.with(Carried.MEMBER, carried) : response;
    var last = members.get();
    beforeEnd.accept(response.with(last));
    var incomplete = response.text("status").orElse("").equals("incomplete");
    emit(
        incomplete ? "response.incomplete" : "response.completed",
        new ObjectBuilder().put("response", shown.with(last)));
  }

  @Override
  public void fail(WireError error) {
    emit("error", new ObjectBuilder().putAll(Errors.event(error)));
  }

  private void create() {
    if (created) {
      return;
    }
    created = true;
    var response =
        Answers.head(id, model, "in_progress", Extras.NONE)
            .put("incomplete_details", Json.NULL)
            .put("output", new Json.Arr(List.of()))
            .build()
            .with(members.get());
    emit("response.created", new ObjectBuilder().put("response", response));
    emit("response.in_progress", new ObjectBuilder().put("response", response));
  }

  private void begin(Part part) {
    create();
    if (!(part instanceof Part.ToolCall)) {
      items.stream().filter(item -> !item.isToolCall()).forEach(StreamedItem::end);
    }
    var item = new StreamedItem(new GrowingPart(part), items.size(), this::emit);
    items.add(item);
    item.begin();
  }

  private void carry(ChatEvent event) {
    create();
    emit("headgate.event", new ObjectBuilder().put(Carried.MEMBER, CanonicalEvents.write(event)));
  }

  private void emit(String type, ObjectBuilder members) {
    out.write(
        type,
        new ObjectBuilder()
            .put(Items.TYPE, type)
            .putAll(members.build())
            .put("sequence_number", sequence++)
            .build());
  }
}
