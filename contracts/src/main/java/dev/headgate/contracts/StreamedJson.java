package dev.headgate.contracts;

import dev.headgate.kernel.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Reads one JSON document (RFC 8259) from pieces of text, however they were cut. Strict: a name
/// that stands twice in an object, half a character, or a number of absurd size is a mistake. Not
/// thread-safe.
final class StreamedJson {
  /// Deepest nesting.
  static final int MAX_DEPTH = 256;

  /// Longest number, in characters.
  static final int MAX_NUMBER = 1_000;

  /// Most digits of an exponent: what is computed with a number stays small.
  private static final int MAX_EXPONENT_DIGITS = 4;

  private enum State {
    VALUE,
    FIRST_ELEMENT,
    FIRST_NAME,
    NAME,
    COLON,
    AFTER,
    STRING,
    ESCAPE,
    UNICODE,
    NUMBER,
    WORD,
    DONE
  }

  /// A container that is being read.
  ///
  /// @param members null of an array
  /// @param elements null of an object
  private record Open(
      @Nullable SequencedMap<String, Json> members, @Nullable List<Json> elements) {}

  private final Listener listener;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Deque<String> names = new ArrayDeque<>();
  private final StringBuilder token = new StringBuilder();
  private State state = State.VALUE;
  private boolean isName;
  private boolean hasSurrogates;
  private String word = "";
  private int stoppedAt;
  private int digits;
  private int unit;
  private @Nullable Json value;

  StreamedJson(Listener listener) {
    this.listener = listener;
  }

  /// The character of the piece at which [#read] has thrown.
  int stoppedAt() {
    return stoppedAt;
  }

  boolean isDone() {
    return state == State.DONE;
  }

  /// The document; only once it is done.
  Json document() {
    if (value == null) {
      throw new IllegalStateException("the document is not done");
    }
    return value;
  }

  /// Where the reader stands in the document, as a JSON pointer.
  String pointer() {
    var path = new StringBuilder();
    var name = names.descendingIterator();
    for (var iterator = open.descendingIterator(); iterator.hasNext(); ) {
      var container = iterator.next();
      if (container.elements != null) {
        path.append('/').append(container.elements.size());
      } else if (name.hasNext()) {
        path.append('/').append(name.next().replace("~", "~0").replace("/", "~1"));
      }
    }
    return path.toString();
  }

  /// Reads on until the document is done or the piece has ended, and returns where it stopped.
  ///
  /// @throws Impossible if this is no JSON, or the listener says so
  int read(String piece, int from) {
    var at = from;
    while (at < piece.length() && state != State.DONE) {
      stoppedAt = at;
      at = state == State.STRING ? string(piece, at) : next(piece, at);
    }
    return at;
  }

  /// The piece has ended; tells the listener where it ended in the midst of a string.
  void pause() {
    if (state == State.STRING) {
      listener.writing(token, isName);
    }
  }

  /// The text has ended: a number at the root is whole now.
  void end() {
    if (state == State.NUMBER && open.isEmpty()) {
      number();
    }
  }

  private int next(String piece, int at) {
    var c = piece.charAt(at);
    switch (state) {
      case NUMBER -> {
        if (isOfNumber(c)) {
          token.append(c);
          if (token.length() > MAX_NUMBER) {
            throw new Impossible("a number has more than " + MAX_NUMBER + " characters");
          }
          return at + 1;
        }
        number();
        return at; // what ended it is read again
      }
      case WORD -> word(c);
      case ESCAPE -> escape(c);
      case UNICODE -> unicode(c);
      default -> {
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
          structure(c);
        }
      }
    }
    return at + 1;
  }

  private void structure(char c) {
    switch (state) {
      case VALUE -> begin(c);
      case FIRST_ELEMENT -> {
        if (c == ']') {
          close();
        } else {
          begin(c);
        }
      }
      case FIRST_NAME -> {
        if (c == '}') {
          close();
        } else {
          beginName(c);
        }
      }
      case NAME -> beginName(c);
      case COLON -> {
        require(c == ':', c, "\":\"");
        state = State.VALUE;
      }
      default -> after(c);
    }
  }

  private void after(char c) {
    var container = open.getFirst();
    if (c == ',') {
      if (container.members != null) {
        names.pop();
        state = State.NAME;
      } else {
        state = State.VALUE;
      }
    } else {
      require(c == (container.members != null ? '}' : ']'), c, "\",\" or the end");
      if (container.members != null) {
        names.pop();
      }
      close();
    }
  }

  private static void require(boolean isRight, char found, String expected) {
    if (!isRight) {
      throw new Impossible("no JSON: " + expected + " expected, \"" + found + "\" found");
    }
  }

  private void begin(char c) {
    switch (c) {
      case '{' -> {
        listener.began(Kind.OBJECT);
        enter(new Open(new LinkedHashMap<>(), null), State.FIRST_NAME);
      }
      case '[' -> {
        listener.began(Kind.ARRAY);
        enter(new Open(null, new ArrayList<>()), State.FIRST_ELEMENT);
      }
      case '"' -> {
        listener.began(Kind.STRING);
        isName = false;
        token.setLength(0);
        state = State.STRING;
      }
      case 't' -> beginWord("true", Kind.BOOLEAN);
      case 'f' -> beginWord("false", Kind.BOOLEAN);
      case 'n' -> beginWord("null", Kind.NULL);
      default -> {
        require(c == '-' || isDigit(c), c, "a value");
        listener.began(Kind.NUMBER);
        token.setLength(0);
        token.append(c);
        state = State.NUMBER;
      }
    }
  }

  private void enter(Open container, State next) {
    if (open.size() == MAX_DEPTH) {
      throw new Impossible("nested deeper than " + MAX_DEPTH + " levels");
    }
    open.push(container);
    state = next;
  }

  private void beginName(char c) {
    require(c == '"', c, "a name in quotes");
    isName = true;
    token.setLength(0);
    state = State.STRING;
  }

  private void beginWord(String whole, Kind kind) {
    listener.began(kind);
    word = whole;
    digits = 1;
    state = State.WORD;
  }

  private void word(char c) {
    require(c == word.charAt(digits), c, word);
    digits++;
    if (digits == word.length()) {
      ended(
          switch (word) {
            case "true" -> Json.TRUE;
            case "false" -> Json.FALSE;
            default -> Json.NULL;
          });
    }
  }

  private int string(String piece, int from) {
    var at = from;
    while (at < piece.length()) {
      var c = piece.charAt(at);
      if (c == '"' || c == '\\' || c < ' ') {
        break;
      }
      hasSurrogates |= c >= Character.MIN_SURROGATE;
      at++;
    }
    token.append(piece, from, at);
    stoppedAt = at;
    if (at == piece.length()) {
      return at;
    }
    switch (piece.charAt(at)) {
      case '"' -> endString();
      case '\\' -> state = State.ESCAPE;
      default -> throw new Impossible("no JSON: a control character stands in a string");
    }
    return at + 1;
  }

  private void escape(char c) {
    state = State.STRING;
    switch (c) {
      case '"', '\\', '/' -> token.append(c);
      case 'b' -> token.append('\b');
      case 'f' -> token.append('\f');
      case 'n' -> token.append('\n');
      case 'r' -> token.append('\r');
      case 't' -> token.append('\t');
      case 'u' -> {
        digits = 0;
        unit = 0;
        state = State.UNICODE;
      }
      default -> throw new Impossible("no JSON: \"\\" + c + "\" is no escape");
    }
  }

  private void unicode(char c) {
    var digit = Character.digit(c, 16);
    require(digit >= 0 && c < 128, c, "a hexadecimal digit");
    unit = unit << 4 | digit;
    digits++;
    if (digits == 4) {
      token.append((char) unit);
      hasSurrogates |= unit >= Character.MIN_SURROGATE;
      state = State.STRING;
    }
  }

  private void endString() {
    var text = token.toString();
    if (hasSurrogates) {
      requireWholeCharacters(text);
      hasSurrogates = false;
    }
    if (!isName) {
      ended(new Json.Text(text));
      return;
    }
    var members = open.getFirst().members;
    names.push(text);
    if (members == null || members.containsKey(text)) {
      throw new Impossible("the name \"" + text + "\" stands twice in an object");
    }
    listener.named(text);
    state = State.COLON;
  }

  private static void requireWholeCharacters(String text) {
    for (int i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new Impossible("no JSON: half a character stands in a string");
        }
        i++;
      }
    }
  }

  private void number() {
    var literal = token.toString();
    var at = literal.charAt(0) == '-' ? 1 : 0;
    var whole = digitsFrom(literal, at);
    require(whole > at, literal, "a digit");
    require(whole - at == 1 || literal.charAt(at) != '0', literal, "a number without leading 0");
    at = whole;
    if (at < literal.length() && literal.charAt(at) == '.') {
      var fraction = digitsFrom(literal, at + 1);
      require(fraction > at + 1, literal, "a digit after the point");
      at = fraction;
    }
    if (at < literal.length() && (literal.charAt(at) == 'e' || literal.charAt(at) == 'E')) {
      at++;
      if (at < literal.length() && (literal.charAt(at) == '+' || literal.charAt(at) == '-')) {
        at++;
      }
      var exponent = digitsFrom(literal, at);
      require(exponent > at, literal, "a digit of the exponent");
      if (exponent - at > MAX_EXPONENT_DIGITS) {
        throw new Impossible("the number " + literal + " is out of all bounds");
      }
      at = exponent;
    }
    require(at == literal.length(), literal, "a number");
    ended(new Json.Num(literal));
  }

  private static void require(boolean isRight, String literal, String expected) {
    if (!isRight) {
      throw new Impossible("no JSON: " + expected + " expected in \"" + literal + "\"");
    }
  }

  private static int digitsFrom(String literal, int from) {
    var at = from;
    while (at < literal.length() && isDigit(literal.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isOfNumber(char c) {
    return isDigit(c) || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
  }

  private void close() {
    var container = open.pop();
    if (container.members != null) {
      ended(new Json.Obj(container.members));
    } else if (container.elements != null) {
      ended(new Json.Arr(container.elements));
    }
  }

  private void ended(Json whole) {
    listener.ended(whole);
    var container = open.peek();
    if (container == null) {
      value = whole;
      state = State.DONE;
      return;
    }
    if (container.members != null) {
      container.members.put(names.getFirst(), whole);
    } else if (container.elements != null) {
      container.elements.add(whole);
    }
    state = State.AFTER;
  }
}
