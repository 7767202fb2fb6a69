package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.chat.TextSink;
import java.util.regex.Pattern;

/// Gives a stream of text back what was taken out of the call, however its placeholders were cut.
/// Holds back no more than what may still become a placeholder. For one thread.
public final class PiiRestorer implements TextSink {
  private static final int LONGEST_BEGINNING = 64;
  private static final Pattern FENCE = Pattern.compile("\\s*+(?:```\\w*+\\s*+)?+");

  private final PiiVault vault;
  private final TextSink out;
  private final StringBuilder held = new StringBuilder();
  // How the text begins, until that tells whether it is JSON.
  private final StringBuilder beginning = new StringBuilder();
  private boolean known;
  private boolean json;

  public PiiRestorer(PiiVault vault, TextSink out) {
    this.vault = vault;
    this.out = out;
  }

  /// Of a text that is JSON, however it begins, such as the arguments of a tool call.
  public static PiiRestorer ofJson(PiiVault vault, TextSink out) {
    var restorer = new PiiRestorer(vault, out);
    restorer.known = true;
    restorer.json = true;
    return restorer;
  }

  @Override
  public void accept(String delta) {
    if (!vault.holdsValues()) {
      out.accept(delta);
      return;
    }
    held.append(delta);
    begin(delta);
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

  // A JSON document, alone or in a fence, has its values in quotes, where some characters are
  // escaped.
  private void begin(String delta) {
    if (known) {
      return;
    }
    beginning.append(delta, 0, Math.min(delta.length(), LONGEST_BEGINNING));
    var content = FENCE.matcher(beginning).replaceFirst("");
    var inside = content.startsWith("[") ? content.substring(1).stripLeading() : "";
    var isCut = content.isEmpty() || "``".startsWith(content) || content.strip().equals("[");
    json = content.startsWith("{") || (!inside.isEmpty() && "[{\"".indexOf(inside.charAt(0)) >= 0);
    known = !isCut || beginning.length() >= LONGEST_BEGINNING;
    if (known) {
      beginning.setLength(0);
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
