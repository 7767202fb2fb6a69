package dev.headgate.providers.passing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.providers.wire.JsonBytes;

/// Picks a few facts out of JSON, byte by byte, wherever the bytes are split. It does not validate:
/// what is no JSON yields no facts. Not thread-safe.
///
/// A push scanner with a stack of two things per level: whether it is an object, and which known
/// key its current value belongs to. A container that its subclass does not want, and every text
/// behind an unknown key, is only skipped.
public abstract class JsonScan {
  /// A key of no interest.
  protected static final int OTHER = KnownNames.NONE;

  private static final int BETWEEN = 0;
  private static final int STRING = 1;
  private static final int ESCAPE = 2;
  private static final int SCALAR = 3;
  private static final int SKIPPING = 4;
  private static final int MAX_TEXT_BYTES = 256;
  private static final int MAX_DIGITS = 18;

  private final KnownNames names;
  private final int[] path;
  private final boolean[] isObject;
  private final int countedFrom;
  private final byte[] text = new byte[MAX_TEXT_BYTES];
  private int textLength;
  private boolean capturing;
  private boolean counting;
  private int countedBytes;
  private int mode = BETWEEN;
  private int depth;
  private int skippedFrom = Integer.MAX_VALUE;
  private boolean expectingKey;
  private boolean complete;
  private boolean tooDeep;

  /// @param levels how deep containers can be of interest
  /// @param names of the keys that are
  protected JsonScan(int levels, KnownNames names) {
    this(levels, names, levels + 1);
  }

  /// @param countedFrom the first level on which [#counts] is asked
  protected JsonScan(int levels, KnownNames names, int countedFrom) {
    this.names = names;
    this.countedFrom = countedFrom;
    this.path = new int[levels + 1];
    this.isObject = new boolean[levels + 1];
  }

  /// Whether what is in this container, which begins, is of interest. Level 1 always is.
  ///
  /// @param level of the container; its own key is that of the level before
  protected abstract boolean wants(int level);

  /// A text behind a known key of that level; [#text] has it.
  protected abstract void foundText(int level);

  /// A whole number behind a known key of that level.
  protected abstract void foundNumber(int level, long number);

  /// A container that was of interest ends.
  protected void closed(int level) {}

  /// Whether the bytes of a text behind the key of that level are counted, as [#countedBytes].
  protected boolean counts(int level) {
    return false;
  }

  /// The key in that level, to which the current value belongs.
  protected final int keyAt(int level) {
    return path[level];
  }

  /// The text that was found. Some servers write a slash as \/.
  protected final String text() {
    return new String(text, 0, textLength, UTF_8).replace("\\/", "/");
  }

  /// Begins the next document.
  public void nextDocument() {
    mode = BETWEEN;
    depth = 0;
    skippedFrom = Integer.MAX_VALUE;
    expectingKey = false;
    complete = false;
    countedBytes = 0;
  }

  public final void accept(byte[] bytes, int from, int to) {
    var i = from;
    while (i < to) {
      switch (mode) {
        case STRING -> i = inString(bytes, i, to);
        case ESCAPE -> {
          capture(bytes[i++]);
          mode = STRING;
        }
        case SCALAR -> i = inScalar(bytes, i, to);
        case SKIPPING -> i = skipping(bytes, i, to);
        default -> between(bytes[i++]);
      }
    }
  }

  /// The current document's outermost value has been closed.
  public final boolean isComplete() {
    return complete;
  }

  /// The current document has begun and is not closed: its brackets do not match, or it is not
  /// JSON.
  public final boolean isOpen() {
    return !complete && (mode != BETWEEN || depth != 0);
  }

  /// Some document is nested deeper than anything that is an answer.
  public final boolean isTooDeep() {
    return tooDeep;
  }

  /// Bytes of the current document's texts that are counted.
  protected final int countedBytes() {
    return countedBytes;
  }

  private int inString(byte[] bytes, int from, int to) {
    var i = QuoteSearch.next(bytes, from, to);
    if (capturing) {
      capture(bytes, from, i);
    }
    if (counting) {
      countedBytes += i - from;
    }
    if (i == to) {
      return i;
    }
    if (bytes[i] == '\\') {
      capture(bytes[i]);
      mode = ESCAPE;
    } else {
      mode = depth >= skippedFrom ? SKIPPING : BETWEEN;
      endString();
    }
    return i + 1;
  }

  // Within a container of no interest only strings and brackets matter.
  private int skipping(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      switch (bytes[i]) {
        case '"' -> {
          mode = STRING;
          capturing = false;
          counting = false;
          return i + 1;
        }
        case '{', '[' -> {
          depth++;
          tooDeep |= depth > JsonBytes.MAX_DEPTH;
        }
        case '}', ']' -> {
          if (--depth < skippedFrom) {
            skippedFrom = Integer.MAX_VALUE;
            mode = BETWEEN;
            return i + 1;
          }
        }
        default -> {}
      }
    }
    return to;
  }

  private int inScalar(byte[] bytes, int from, int to) {
    var i = from;
    while (i < to && bytes[i] > ' ' && bytes[i] != ',' && bytes[i] != '}' && bytes[i] != ']') {
      i++;
    }
    if (capturing) {
      capture(bytes, from, i);
    }
    if (i < to) {
      mode = BETWEEN;
      var number = capturing ? number() : -1;
      if (number >= 0) {
        foundNumber(depth, number);
      }
    }
    return i;
  }

  private void between(byte b) {
    switch (b) {
      case ' ', '\t', '\n', '\r' -> {}
      case '"' -> {
        mode = STRING;
        textLength = 0;
        capturing = expectingKey || isValueOfInterest();
        counting = depth >= countedFrom && !expectingKey && counts(depth);
      }
      case ',' -> expectingKey = isObject[depth];
      case ':' -> expectingKey = false;
      case '{' -> open(true);
      case '[' -> open(false);
      case '}', ']' -> {
        closed(depth);
        complete |= depth == 1;
        depth = Math.max(depth - 1, 0);
        expectingKey = false;
      }
      default -> {
        mode = SCALAR;
        textLength = 0;
        capturing = isValueOfInterest();
        capture(b);
      }
    }
  }

  private void open(boolean object) {
    complete = false;
    depth++;
    if (depth > 1 && (depth >= path.length || !wants(depth))) {
      skippedFrom = depth;
      expectingKey = false;
      mode = SKIPPING;
      return;
    }
    isObject[depth] = object;
    path[depth] = OTHER;
    expectingKey = object;
  }

  private boolean isValueOfInterest() {
    return isObject[depth] && path[depth] != OTHER;
  }

  private void endString() {
    if (expectingKey) {
      path[depth] = textLength <= MAX_TEXT_BYTES ? names.find(text, textLength) : OTHER;
    } else if (capturing && textLength <= MAX_TEXT_BYTES) {
      foundText(depth);
    }
  }

  /// The captured whole number, or -1.
  private long number() {
    if (textLength == 0 || textLength > MAX_DIGITS) {
      return -1;
    }
    var number = 0L;
    for (int i = 0; i < textLength; i++) {
      if (text[i] < '0' || text[i] > '9') {
        return -1;
      }
      number = number * 10 + text[i] - '0';
    }
    return number;
  }

  private void capture(byte b) {
    if (capturing) {
      if (textLength < MAX_TEXT_BYTES) {
        text[textLength] = b;
      }
      textLength++;
    }
  }

  private void capture(byte[] bytes, int from, int to) {
    var length = to - from;
    if (textLength + length <= MAX_TEXT_BYTES) {
      System.arraycopy(bytes, from, text, textLength, length);
    }
    textLength = Math.min(textLength + length, MAX_TEXT_BYTES + 1);
  }
}
