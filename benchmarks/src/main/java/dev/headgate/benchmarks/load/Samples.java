package dev.headgate.benchmarks.load;

import java.util.Arrays;

/// Durations in microseconds, each with the moment it belongs to. Percentiles are exact: every
/// value is kept, 8 bytes each. Not thread-safe.
public final class Samples {
  private static final int FIRST_CAPACITY = 1_024;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final double ROUNDING = 1e-6;

  private int[] atMillis = new int[FIRST_CAPACITY];
  private int[] micros = new int[FIRST_CAPACITY];
  private int size;

  /// @param atMillis when, since the load began
  public void add(long atMillis, long nanos) {
    if (size == micros.length) {
      this.atMillis = Arrays.copyOf(this.atMillis, size * 2);
      this.micros = Arrays.copyOf(this.micros, size * 2);
    }
    this.atMillis[size] = (int) atMillis;
    this.micros[size] = (int) Math.min(Integer.MAX_VALUE, Math.max(0, nanos) / NANOS_PER_MICRO);
    size++;
  }

  public void addAll(Samples others) {
    for (int i = 0; i < others.size; i++) {
      add(others.atMillis[i], others.micros[i] * NANOS_PER_MICRO);
    }
  }

  public int size() {
    return size;
  }

  /// Those of a part of the load.
  ///
  /// @param toMillis exclusive
  public Samples between(long fromMillis, long toMillis) {
    var part = new Samples();
    for (int i = 0; i < size; i++) {
      if (atMillis[i] >= fromMillis && atMillis[i] < toMillis) {
        part.add(atMillis[i], micros[i] * NANOS_PER_MICRO);
      }
    }
    return part;
  }

  /// The least value that at least `percent` of all do not exceed, in milliseconds; NaN if there is
  /// none.
  public double percentile(double percent) {
    if (size == 0) {
      return Double.NaN;
    }
    var sorted = Arrays.copyOf(micros, size);
    Arrays.sort(sorted);
    var rank = (int) Math.ceil(percent * size / 100 - ROUNDING);
    return sorted[Math.clamp(rank - 1, 0, size - 1)] / 1e3;
  }

  public double p50() {
    return percentile(50);
  }

  public double p99() {
    return percentile(99);
  }
}
