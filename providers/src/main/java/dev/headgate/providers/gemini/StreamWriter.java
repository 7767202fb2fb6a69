package dev.headgate.providers.gemini;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CanonicalEvents;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.GrowingPart;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Writes a streamed answer. Not thread-safe.
///
/// A tool call goes out whole, since a piece of its arguments is no JSON object; so it and what
/// follows it wait for the end of the choice. The end waits for the token counts, which Google
/// sends with it.
final class StreamWriter implements AnswerEncoder {
  private final Consumer<Json.Obj> out;
  private final String contentType;
  private final Runnable last;
  private final SortedMap<Integer, Growing> choices = new TreeMap<>();
  private final List<Json> ended = new ArrayList<>();
  private String id = "";
  private String model = "";
  private Extras extras = Extras.NONE;
  private Usage usage = Usage.NONE;

  /// @param last done at the end of an answer
  StreamWriter(Consumer<Json.Obj> out, String contentType, Runnable last) {
    this.out = out;
    this.contentType = contentType;
    this.last = last;
  }

  @Override
  public String contentType() {
    return contentType;
  }

  @Override
  public void accept(ChatEvent event) {
    switch (event) {
      case ChatEvent.Began(var newId, var newModel, var more) -> {
        id = newId.isEmpty() ? id : newId;
        model = newModel.isEmpty() ? model : newModel;
        extras = GrowingPart.merged(extras, more);
      }
      case ChatEvent.PartBegan(var choice, var _, var part) -> choice(choice).begin(part);
      case ChatEvent.Grew(var choice, var part, var delta) -> choice(choice).grow(part, delta);
      case ChatEvent.Learned(var choice, var part, var signature, var more) ->
          choice(choice).learn(part, signature, more);
      case ChatEvent.ChoiceEnded(var choice, var reason, var more) ->
          ended.add(Answers.candidate(choice, choice(choice).waiting(), reason, more));
      case ChatEvent.Used(var used, var more) -> {
        usage = used;
        extras = GrowingPart.merged(extras, more);
      }
    }
  }

  @Override
  public void end() {
    var searches = 0L;
    for (var candidate : ended) {
      searches += candidate instanceof Json.Obj object ? Answers.searches(object, model) : 0;
    }
    out.accept(Answers.envelope(ended, model, id, usage, searches, extras));
    last.run();
  }

  @Override
  public void fail(WireError error) {
    out.accept(Errors.write(error));
    last.run();
  }

  private Growing choice(int index) {
    return choices.computeIfAbsent(index, it -> new Growing(it));
  }

  private final class Growing {
    private final int index;
    private final PartWriter writer = new PartWriter(false);
    private final List<GrowingPart> parts = new ArrayList<>();
    private int written;
    private boolean waits;
    // A part that began without a text, of which nothing has gone out: Google sends no empty
    // pieces.
    private int silent = -1;

    Growing(int index) {
      this.index = index;
    }

    void begin(Part part) {
      breakSilence();
      var grown = new GrowingPart(part);
      var begins = !parts.isEmpty() && isSameKind(parts.getLast(), grown);
      parts.add(grown);
      waits |= !(part instanceof Part.Text || part instanceof Part.Reasoning);
      if (!waits) {
        written = parts.size();
        if (!begins && isEmptyText(part)) {
          silent = parts.size() - 1;
          return;
        }
        var piece = piece(part);
        send(begins ? marked(piece) : piece);
      }
    }

    private static boolean isEmptyText(Part part) {
      return part instanceof Part.Text(var text, var more) && text.isEmpty() && more.isEmpty();
    }

    private void breakSilence() {
      if (silent >= 0) {
        var part = silent;
        silent = -1;
        send(piece(parts.get(part).known()));
      }
    }

    void grow(int part, String delta) {
      parts.get(part).grow(delta);
      if (part == silent) {
        silent = -1;
      }
      if (part >= written) {
        return;
      }
      if (part < parts.size() - 1) {
        send(event(new ChatEvent.Grew(index, part, delta)));
      } else if (parts.get(part).known() instanceof Part.Text) {
        send(piece(new Part.Text(delta)));
      } else {
        send(piece(new Part.Reasoning(delta, "", Extras.NONE)));
      }
    }

    void learn(int part, String signature, Extras more) {
      parts.get(part).learn(signature, more);
      if (part == silent) {
        silent = -1;
      }
      if (part >= written) {
        return;
      }
      if (part < parts.size() - 1) {
        send(event(new ChatEvent.Learned(index, part, signature, more)));
      } else if (parts.get(part).known() instanceof Part.Text) {
        send(piece(new Part.Text("", more)));
      } else {
        send(piece(new Part.Reasoning("", signature, more)));
      }
    }

    /// What has not gone out yet, as parts.
    List<Json> waiting() {
      var all = new ArrayList<Json>();
      if (silent >= 0) {
        all.add(piece(parts.get(silent).known()));
      }
      for (int i = written; i < parts.size(); i++) {
        var goesOn = i > 0 && isSameKind(parts.get(i - 1), parts.get(i));
        var piece = piece(parts.get(i).whole());
        all.add(goesOn ? marked(piece) : piece);
      }
      return all;
    }

    // A reader would take the second for more of the first.
    private static boolean isSameKind(GrowingPart one, GrowingPart other) {
      return one.known().getClass() == other.known().getClass()
          && (one.known() instanceof Part.Text || one.known() instanceof Part.Reasoning);
    }

    private Json.Obj piece(Part part) {
      return writer.write(part, "");
    }

    private static Json.Obj marked(Json.Obj piece) {
      return piece.with(
          Carried.MEMBER, piece.object(Carried.MEMBER).with(StreamReader.BEGINS, Json.TRUE));
    }

    private static Json.Obj event(ChatEvent event) {
      return Json.Obj.of(Carried.MEMBER, CanonicalEvents.write(event));
    }

    private void send(Json.Obj part) {
      var content =
          Json.Obj.of("parts", new Json.Arr(List.of(part))).with("role", new Json.Text("model"));
      var candidate = Json.Obj.of("content", content).with("index", Json.Num.of(index));
      out.accept(Answers.envelope(List.of(candidate), model, id, Usage.NONE, 0, Extras.NONE));
    }
  }
}
