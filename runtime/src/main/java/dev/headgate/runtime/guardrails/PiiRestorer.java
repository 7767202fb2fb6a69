package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.chat.TextSink;

/// Gives a stream of text back what was taken out of the call, however its placeholders were cut.
/// Holds back no more than what may still become a placeholder. For one thread.
public final class PiiRestorer implements TextSink {
  private final PiiVault vault;
  private final TextSink out;
  private final StringBuilder held = new StringBuilder();
  private boolean begun;
  private boolean json;

  public PiiRestorer(PiiVault vault, TextSink out) {
    this.vault = vault;
    this.out = out;
  }

  @Override
  public void accept(String delta) {
    if (!vault.holdsValues()) {
      out.accept(delta);
      return;
    }
    held.append(delta);
    begin();
    var ready = new StringBuilder(held.length());
    var at = 0;
    while (at < held.length()) {
      var open = held.indexOf("[", at);
      if (open < 0) {
        ready.append(held, at, held.length());
        at = held.length();
        break;
      }
      ready.append(held, at, open);
      var close = open + 1;
      while (close < held.length()
          && close - open < PiiVault.LONGEST
          && isName(held.charAt(close))) {
        close++;
      }
      if (close == held.length() && close - open < PiiVault.LONGEST) {
        at = open;
        break; // it may go on
      }
      if (close < held.length() && held.charAt(close) == ']') {
        var placeholder = held.substring(open, close + 1);
        ready.append(vault.find(placeholder).map(this::written).orElse(placeholder));
        at = close + 1;
      } else {
        ready.append('[');
        at = open + 1;
      }
    }
    held.delete(0, at);
    if (!ready.isEmpty()) {
      out.accept(ready.toString());
    }
  }

  /// The text has ended: what was held back is none.
  public void end() {
    if (!held.isEmpty()) {
      var rest = held.toString();
      held.setLength(0);
      out.accept(rest);
    }
  }

  // A JSON document has its values in quotes, where some characters are escaped.
  private void begin() {
    for (int i = 0; !begun && i < held.length(); i++) {
      var c = held.charAt(i);
      if (!Character.isWhitespace(c)) {
        begun = true;
        json = c == '{' || (c == '[' && i + 1 < held.length() && !isName(held.charAt(i + 1)));
      }
    }
  }

  private String written(String value) {
    if (!json) {
      return value;
    }
    var escaped = new StringBuilder(value.length() + 8);
    for (int i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else if (c < ' ') {
        escaped.append("\\u%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static boolean isName(char c) {
    return (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
  }
}
