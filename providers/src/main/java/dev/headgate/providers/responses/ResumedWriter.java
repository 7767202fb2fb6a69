package dev.headgate.providers.responses;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.EventWriter;
import dev.headgate.providers.wire.GrowingPart;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes the rest of a streamed answer that somebody else began: its id, its items and its numbers
/// go on. Not thread-safe.
final class ResumedWriter implements AnswerEncoder {
  private final EventWriter out;
  private final Json.Obj response;
  private final Consumer<Json.Obj> beforeEnd;
  private final List<Json> done;
  private final List<StreamedItem> items = new ArrayList<>();
  private final Map<Integer, StreamedItem> begun = new HashMap<>();
  private @Nullable StreamedItem growing;
  private long sequence;
  private FinishReason reason = FinishReason.STOP;
  private Usage usage = Usage.NONE;

  /// @param beforeEnd is shown the whole answer before its end is written
  ResumedWriter(ToldStream told, ByteSink out, Consumer<Json.Obj> beforeEnd) {
    this.out = new EventWriter(out);
    this.response = told.response();
    this.beforeEnd = beforeEnd;
    this.done = told.done();
    this.sequence = told.nextSequence();
    var open = told.open();
    if (open != null) {
      growing = reopened(open);
    }
  }

  // Says of the message what was not said yet.
  private StreamedItem reopened(ToldStream.OpenMessage open) {
    var members =
        Json.Obj.of("annotations", new Json.Arr(open.annotations()))
            .with(
                Items.ITEM,
                open.item()
                    .without(Items.TYPE, "role", Items.CONTENT)
                    .with("status", new Json.Text(ItemWriter.COMPLETED)));
    var part = new GrowingPart(new Part.Text("", new Extras(Dialect.OPENAI_RESPONSES, members)));
    part.grow(open.text().toString());
    var item = add(part, open.said());
    item.begin();
    if (open.said().contains("response.output_text.done")) {
      item.end();
    }
    return item;
  }

  private StreamedItem add(GrowingPart part, Set<String> said) {
    var item =
        new StreamedItem(
            part,
            done.size() + items.size(),
            (type, members) -> {
              if (!said.contains(type)) {
                emit(type, members);
              }
            });
    items.add(item);
    return item;
  }

  @Override
  public String contentType() {
    return EventWriter.CONTENT_TYPE;
  }

  @Override
  public void accept(ChatEvent event) {
    switch (event) {
      case ChatEvent.PartBegan(_, var part, var known) -> begun.put(part, begin(known));
      case ChatEvent.Grew(_, var part, var delta) -> grow(begun.get(part), delta);
      case ChatEvent.Learned(_, var part, var signature, var more) -> {
        var item = begun.get(part);
        if (item != null) {
          var _ = item.learn(signature, more);
        }
      }
      case ChatEvent.ChoiceEnded(_, var ended, _) -> reason = ended;
      case ChatEvent.Used(var used, _) -> usage = used;
      // The first model's name and id stay.
      case ChatEvent.Began _ -> {}
    }
  }

  private StreamedItem begin(Part part) {
    if (!(part instanceof Part.ToolCall)) {
      items.stream().filter(item -> !item.isToolCall()).forEach(StreamedItem::end);
    }
    var item = add(new GrowingPart(part), Set.of());
    item.begin();
    return item;
  }

  // What was told is the one text, and goes on in a message of its own if that one has ended.
  private void grow(@Nullable StreamedItem found, String delta) {
    if (found != null) {
      var _ = found.grow(delta);
    } else if (growing == null || !growing.grow(delta)) {
      growing = begin(new Part.Text(delta));
    }
  }

  @Override
  public void end() {
    items.forEach(StreamedItem::end);
    var output = new ArrayList<>(done);
    items.forEach(item -> output.add(item.whole()));
    var whole =
        response
            .with("status", new Json.Text(Answers.status(reason)))
            .with("incomplete_details", Answers.details(reason))
            .with("output", new Json.Arr(output))
            .with("usage", Usages.complete(Usages.write(usage)));
    beforeEnd.accept(whole);
    emit(
        Answers.status(reason).equals("incomplete") ? "response.incomplete" : "response.completed",
        new ObjectBuilder().put("response", whole));
  }

  @Override
  public void fail(WireError error) {
    emit("error", new ObjectBuilder().putAll(Errors.event(error)));
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
