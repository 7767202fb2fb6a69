package dev.headgate.kernel.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/// Many numbers in a row, such as a vector, in a fraction of the space that as many values take.
/// Each keeps its spelling. Immutable.
public final class Numbers extends AbstractList<Json> implements RandomAccess {
  private final byte[] literals;
  private final int[] ends;

  private Numbers(byte[] literals, int[] ends) {
    this.literals = literals;
    this.ends = ends;
  }

  @Override
  public Json.Num get(int index) {
    Objects.checkIndex(index, ends.length);
    var from = index == 0 ? 0 : ends[index - 1];
    return new Json.Num(new String(literals, from, ends[index] - from, ISO_8859_1));
  }

  @Override
  public int size() {
    return ends.length;
  }

  /// Takes numbers one by one. Not thread-safe.
  public static final class Growing {
    private static final int FIRST_CAPACITY = 64;

    private byte[] literals = new byte[16 * FIRST_CAPACITY];
    private int[] ends = new int[FIRST_CAPACITY];
    private int length;
    private int size;

    /// @param literal of a number, as JSON writes it
    public void add(String literal) {
      var bytes = literal.getBytes(ISO_8859_1);
      if (length + bytes.length > literals.length) {
        literals = Arrays.copyOf(literals, Math.max(2 * literals.length, length + bytes.length));
      }
      if (size == ends.length) {
        ends = Arrays.copyOf(ends, 2 * size);
      }
      System.arraycopy(bytes, 0, literals, length, bytes.length);
      length += bytes.length;
      ends[size++] = length;
    }

    public Numbers build() {
      return new Numbers(Arrays.copyOf(literals, length), Arrays.copyOf(ends, size));
    }
  }
}
