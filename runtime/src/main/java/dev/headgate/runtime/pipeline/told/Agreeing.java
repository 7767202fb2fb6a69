package dev.headgate.runtime.pipeline.told;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// Takes the answer of another model in place of one that broke, and hands over what follows on
/// what the caller has got. An answer that begins otherwise is refused. Not thread-safe.
public final class Agreeing implements ChatSink {
  /// As many characters like those of the beginning tell that a model which was to go on begins
  /// anew.
  static final int PROBE_CHARACTERS = 24;

  private final Told told;
  private final String known;
  private final ChatSink rest;
  private final boolean showsUsage;
  private final BitSet texts = new BitSet();
  private final Map<Integer, Integer> others = new HashMap<>();
  private boolean hasText;
  private int nextPart;
  private int agreed;
  private boolean disagreed;
  private Usage usage = Usage.NONE;
  private boolean isUndecided;
  private final StringBuilder held = new StringBuilder();

  /// @param continues whether the other model goes on behind the text, rather than begin anew
  /// @param rest takes what follows
  public Agreeing(Told told, boolean continues, boolean showsUsage, ChatSink rest) {
    this.told = told;
    this.known = told.text();
    this.agreed = continues ? known.length() : 0;
    this.isUndecided = continues && !known.isEmpty();
    this.rest = rest;
    this.showsUsage = showsUsage;
    this.hasText = told.hasText();
    this.nextPart = Math.max(told.parts(), told.textPart() + 1);
  }

  @Override
  public void accept(ChatEvent event) {
    switch (event) {
      case ChatEvent.Began _ -> {}
      case ChatEvent.PartBegan(var choice, var part, var begun) when choice == 0 ->
          begin(part, begun);
      case ChatEvent.Grew(var choice, var part, var delta) when choice == 0 -> grow(part, delta);
      case ChatEvent.ChoiceEnded(var choice, var reason, var extras) when choice == 0 -> {
        if (isUndecided) {
          goOn();
        }
        requireAgreement();
        rest.accept(new ChatEvent.ChoiceEnded(0, reason, extras));
      }
      case ChatEvent.Used used -> {
        usage = used.usage();
        if (showsUsage) {
          rest.accept(used);
        }
      }
      case ChatEvent.Learned _ -> {}
      case ChatEvent.PartBegan _, ChatEvent.Grew _, ChatEvent.ChoiceEnded _ ->
          throw disagreement("has several choices");
    }
  }

  /// Whether the other model says something else.
  public boolean hasDisagreed() {
    return disagreed;
  }

  /// What the other model has reported so far.
  public Usage usage() {
    return usage;
  }

  private void begin(int part, Part begun) {
    switch (begun) {
      case Part.Text(var text, _) -> {
        texts.set(part);
        text(text);
      }
      // The caller has got the thoughts of the first model.
      case Part.Reasoning _ -> {}
      case Part.ToolCall _, Part.Refusal _ -> {
        requireAgreement();
        others.put(part, nextPart);
        rest.accept(new ChatEvent.PartBegan(0, nextPart++, begun));
      }
      case Part.Image _, Part.Audio _, Part.File _, Part.ToolResult _, Part.Foreign _ ->
          throw disagreement("holds more than text");
    }
  }

  private void grow(int part, String delta) {
    var other = others.get(part);
    if (texts.get(part)) {
      text(delta);
    } else if (other != null) {
      rest.accept(new ChatEvent.Grew(0, other, delta));
    }
  }

  private void text(String text) {
    if (!isUndecided) {
      following(text);
      return;
    }
    held.append(text);
    var probe = Math.min(PROBE_CHARACTERS, known.length());
    var compared = Math.min(held.length(), probe);
    if (!known.regionMatches(0, held.toString(), 0, compared)) {
      goOn();
    } else if (compared == probe) {
      agreed = 0;
      goOn();
    }
  }

  private void goOn() {
    isUndecided = false;
    following(held.toString());
    held.setLength(0);
  }

  private void following(String text) {
    var repeated = Math.min(text.length(), known.length() - agreed);
    if (!known.regionMatches(agreed, text, 0, repeated)) {
      throw disagreement("begins otherwise");
    }
    agreed += repeated;
    var more = text.substring(repeated);
    if (more.isEmpty()) {
      return;
    }
    if (hasText) {
      rest.accept(new ChatEvent.Grew(0, told.textPart(), more));
    } else {
      hasText = true;
      rest.accept(new ChatEvent.PartBegan(0, told.textPart(), new Part.Text(more)));
    }
  }

  private void requireAgreement() {
    if (agreed < known.length()) {
      throw disagreement("is shorter");
    }
  }

  // Not the deployment's fault, but nothing can be done with its answer.
  private CallFailed disagreement(String how) {
    disagreed = true;
    return new CallFailed(
        ErrorCode.PROVIDER_TRUNCATED,
        "the answer broke off, and that of another deployment " + how + "; send the call again");
  }
}
