package dev.headgate.benchmarks.load;

import java.util.SortedMap;
import java.util.TreeMap;

/// What became of the calls of a lane. Moments are those at which a call was due. Read it after the
/// load has ended.
public final class Tally {
  private final Samples answered = new Samples();
  private final Samples refused = new Samples();
  private final Samples failed = new Samples();
  private final TreeMap<String, Integer> failures = new TreeMap<>();
  private int refusedWithoutRetryAfter;
  private int busy;

  /// Calls with a 2xx, from when they were due to the last byte of the answer: a call that had to
  /// wait in here for a connection is late as well.
  public Samples answered() {
    return answered;
  }

  /// Calls with 429 or 503, from when they were sent to the last byte of the answer.
  public Samples refused() {
    return refused;
  }

  /// All others.
  public Samples failed() {
    return failed;
  }

  /// How many of the refused got a 503.
  public int busy() {
    return busy;
  }

  public int refusedWithoutRetryAfter() {
    return refusedWithoutRetryAfter;
  }

  /// How many calls failed for each reason.
  public SortedMap<String, Integer> failures() {
    return new TreeMap<>(failures);
  }

  synchronized void answered(long dueMillis, long nanos) {
    answered.add(dueMillis, nanos);
  }

  synchronized void refused(long dueMillis, long nanos, boolean retryAfter, boolean isBusy) {
    refused.add(dueMillis, nanos);
    busy += isBusy ? 1 : 0;
    if (!retryAfter) {
      refusedWithoutRetryAfter++;
    }
  }

  synchronized void failed(long dueMillis, String why) {
    failed.add(dueMillis, 0);
    failures.merge(why, 1, Integer::sum);
  }
}
