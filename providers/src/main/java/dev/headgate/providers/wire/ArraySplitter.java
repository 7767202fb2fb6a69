package dev.headgate.providers.wire;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.Arrays;

/// Cuts the objects of one JSON array as they arrive, or the one object that comes in its place.
/// Not thread-safe.
public final class ArraySplitter implements EventAnswer.Splitter {
  /// Longest object that is read.
  public static final int MAX_OBJECT_BYTES = 16 * 1024 * 1024;

  private byte[] object = new byte[512];
  private int length;
  private int depth;
  private boolean inArray;
  private boolean ended;
  private boolean inString;
  private boolean escaped;

  @Override
  public void accept(byte[] bytes, int from, int to, Sink sink) {
    for (int i = from; i < to; i++) {
      if (depth == 0) {
        between(bytes[i]);
      } else {
        within(bytes[i], sink);
      }
    }
  }

  private void between(byte b) {
    switch (b) {
      case ' ', '\t', '\n', '\r' -> {}
      case '{' -> {
        if (ended) {
          throw malformed("bytes behind its end");
        }
        depth = 1;
        append(b);
      }
      case '[' -> {
        if (inArray || ended) {
          throw malformed("an array in an array");
        }
        inArray = true;
      }
      case ',' -> {
        if (!inArray) {
          throw malformed("a comma outside of an array");
        }
      }
      case ']' -> {
        if (!inArray) {
          throw malformed("the end of no array");
        }
        inArray = false;
        ended = true;
      }
      default -> throw malformed("something other than objects");
    }
  }

  private void within(byte b, Sink sink) {
    append(b);
    if (inString) {
      if (escaped) {
        escaped = false;
      } else if (b == '\\') {
        escaped = true;
      } else if (b == '"') {
        inString = false;
      }
      return;
    }
    switch (b) {
      case '"' -> inString = true;
      case '{', '[' -> depth++;
      case '}', ']' -> {
        if (--depth == 0) {
          var whole = length;
          length = 0;
          ended |= !inArray;
          sink.accept("message", object, 0, whole);
        }
      }
      default -> {}
    }
  }

  private void append(byte b) {
    if (length == MAX_OBJECT_BYTES) {
      throw malformed("an object of more than " + MAX_OBJECT_BYTES + " bytes");
    }
    if (length == object.length) {
      object = Arrays.copyOf(object, length * 2);
    }
    object[length++] = b;
  }

  private static CallFailed malformed(String what) {
    return new CallFailed(ErrorCode.PROVIDER_MALFORMED, "the provider's stream holds " + what);
  }
}
