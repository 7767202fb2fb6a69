package dev.headgate.kernel.chat;

import dev.headgate.kernel.chat.ChatEvent.Began;
import dev.headgate.kernel.chat.ChatEvent.ChoiceEnded;
import dev.headgate.kernel.chat.ChatEvent.Grew;
import dev.headgate.kernel.chat.ChatEvent.Learned;
import dev.headgate.kernel.chat.ChatEvent.PartBegan;
import dev.headgate.kernel.chat.ChatEvent.Used;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts the pieces of an answer together. Not thread-safe.
public final class AnswerAssembly implements ChatSink {
  private final SortedMap<Integer, Growing> choices = new TreeMap<>();
  private String responseId = "";
  private String responseModel = "";
  private Usage usage = Usage.NONE;
  private Extras extras = Extras.NONE;

  /// The events of a whole answer, in order.
  public static void replay(ChatAnswer answer, ChatSink sink) {
    sink.accept(new Began(answer.responseId(), answer.responseModel(), answer.extras()));
    for (var choice : answer.choices()) {
      var parts = choice.message().parts();
      for (int i = 0; i < parts.size(); i++) {
        sink.accept(new PartBegan(choice.index(), i, parts.get(i)));
      }
      sink.accept(new ChoiceEnded(choice.index(), choice.finishReason(), choice.extras()));
    }
    sink.accept(new Used(answer.usage(), Extras.NONE));
  }

  @Override
  public void accept(ChatEvent event) {
    switch (event) {
      case Began(var id, var model, var more) -> {
        responseId = id.isEmpty() ? responseId : id;
        responseModel = model.isEmpty() ? responseModel : model;
        extras = merged(extras, more);
      }
      case PartBegan(var choice, var part, var known) -> choice(choice).begin(part, known);
      case Grew(var choice, var part, var delta) -> choice(choice).part(part).text.append(delta);
      case Learned(var choice, var part, var signature, var more) ->
          choice(choice).part(part).learn(signature, more);
      case ChoiceEnded(var choice, var reason, var more) -> choice(choice).end(reason, more);
      case Used(var used, var more) -> {
        usage = used;
        extras = merged(extras, more);
      }
    }
  }

  /// Whether every choice that began has ended, and one has.
  public boolean isWhole() {
    return !choices.isEmpty()
        && choices.values().stream().allMatch(choice -> choice.finishReason != null);
  }

  public Usage usage() {
    return usage;
  }

  /// What has arrived; a choice that has not ended counts as stopped.
  public ChatAnswer answer() {
    var whole = new ArrayList<ChatAnswer.Choice>(choices.size());
    choices.forEach((index, choice) -> whole.add(choice.whole(index)));
    return new ChatAnswer(responseId, responseModel, whole, usage, extras);
  }

  /// How it ended, of the first choice.
  public Completion completion() {
    var first = choices.isEmpty() ? null : choices.firstEntry().getValue().finishReason;
    return new Completion(
        responseModel, responseId, first == null ? FinishReason.STOP : first, usage);
  }

  private Growing choice(int index) {
    return choices.computeIfAbsent(index, _ -> new Growing());
  }

  private static Extras merged(Extras earlier, Extras later) {
    if (earlier.isEmpty()) {
      return later;
    }
    return later.isEmpty()
        ? earlier
        : new Extras(earlier.dialect(), earlier.members().with(later.members()));
  }

  private static final class Growing {
    private final List<GrowingPart> parts = new ArrayList<>();
    private @Nullable FinishReason finishReason;
    private Extras extras = Extras.NONE;

    void begin(int part, Part known) {
      if (part != parts.size()) {
        throw new IllegalStateException("part " + part + " begins after " + parts.size());
      }
      parts.add(new GrowingPart(known));
    }

    GrowingPart part(int index) {
      return parts.get(index);
    }

    void end(FinishReason reason, Extras more) {
      finishReason = reason;
      extras = merged(extras, more);
    }

    ChatAnswer.Choice whole(int index) {
      var message =
          new ChatMessage(Role.ASSISTANT, parts.stream().map(GrowingPart::whole).toList());
      return new ChatAnswer.Choice(
          index, message, finishReason == null ? FinishReason.STOP : finishReason, extras);
    }
  }

  private static final class GrowingPart {
    private final Part known;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();
    private Extras extras;

    GrowingPart(Part known) {
      this.known = known;
      this.extras = known.extras();
    }

    void learn(String more, Extras also) {
      signature.append(more);
      extras = merged(extras, also);
    }

    Part whole() {
      return switch (known) {
        case Part.Text(var begin, _) -> new Part.Text(begin + text, extras);
        case Part.Refusal(var begin, _) -> new Part.Refusal(begin + text, extras);
        case Part.Reasoning(var begin, var signed, _) ->
            new Part.Reasoning(begin + text, signed + signature, extras);
        case Part.ToolCall(var id, var name, var begin, _) ->
            new Part.ToolCall(id, name, begin + text, extras);
        case Part.Image(var source, var detail, _) -> new Part.Image(source, detail, extras);
        case Part.Audio(var source, var format, _) -> new Part.Audio(source, format, extras);
        case Part.File(var source, var name, _) -> new Part.File(source, name, extras);
        case Part.ToolResult(var id, var name, var content, var failed, _) ->
            new Part.ToolResult(id, name, content, failed, extras);
        case Part.Foreign foreign -> foreign;
      };
    }
  }
}
