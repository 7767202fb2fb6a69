package dev.headgate.runtime.prompts;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The messages of one call while they are written. Roles change only by [#role]; text is text,
/// whatever it says.
final class Rendering {
  /// Most UTF-16 units of all messages together.
  static final int MAX_CHARACTERS = 4 << 20;

  /// Most parts of a template that are filled for one call, loops counted by pass.
  static final int MAX_STEPS = 1_000_000;

  private final String prompt;
  private final List<ChatMessage> earlier;
  private final List<ChatMessage> messages = new ArrayList<>();
  private final StringBuilder text = new StringBuilder(1024);
  private Role role = Role.USER;
  private int written;
  private int steps;

  Rendering(String prompt, List<ChatMessage> earlier) {
    this.prompt = prompt;
    this.earlier = earlier;
  }

  void step() {
    if (++steps > MAX_STEPS) {
      throw tooLarge(MAX_STEPS + " steps");
    }
  }

  void text(String piece) {
    written += piece.length();
    if (written > MAX_CHARACTERS) {
      throw tooLarge(MAX_CHARACTERS + " characters");
    }
    text.append(piece);
  }

  void value(VariablePath path, @Nullable Object value) {
    switch (value) {
      case null -> requireOptional(path);
      case String string -> text(string);
      case List<?> _, Map<?, ?> _ -> JsonText.write(value, this::text);
      default -> text(String.valueOf(value));
    }
  }

  void json(VariablePath path, @Nullable Object value) {
    if (value == null) {
      requireOptional(path);
    }
    JsonText.write(value, this::text);
  }

  List<?> list(VariablePath path, @Nullable Object value) {
    return switch (value) {
      case null -> {
        requireOptional(path);
        yield List.of();
      }
      case List<?> list -> list;
      default ->
          throw CallFailed.invalid(
              path.written(),
              "prompt \"%s\" needs a list in \"%s\"; send one".formatted(prompt, path.written()));
    };
  }

  void role(Role next) {
    finishMessage();
    role = next;
  }

  void history() {
    finishMessage();
    messages.addAll(earlier);
  }

  /// All messages. The earlier turns go before the last message if the template has no place for
  /// them, as dotprompt does.
  List<ChatMessage> finish(boolean historyPlaced) {
    finishMessage();
    if (!historyPlaced && !earlier.isEmpty()) {
      var lastIsUser = !messages.isEmpty() && messages.getLast().role() == Role.USER;
      messages.addAll(messages.size() - (lastIsUser ? 1 : 0), earlier);
    }
    return List.copyOf(messages);
  }

  private void finishMessage() {
    var said = text.toString().strip();
    if (!said.isEmpty()) {
      messages.add(new ChatMessage(role, said));
    }
    text.setLength(0);
  }

  private void requireOptional(VariablePath path) {
    if (!path.mayBeMissing()) {
      throw CallFailed.invalid(
          path.written(),
          "prompt \"%s\" needs the variable \"%s\", which the call does not have; send it, or mark it optional with \"?\" in the prompt's input schema"
              .formatted(prompt, path.written()));
    }
  }

  private CallFailed tooLarge(String limit) {
    return new CallFailed(
        ErrorCode.REQUEST_TOO_LARGE,
        "prompt \"%s\" grows beyond %s with this input; send less".formatted(prompt, limit));
  }
}
