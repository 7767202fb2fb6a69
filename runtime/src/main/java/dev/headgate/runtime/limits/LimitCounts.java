package dev.headgate.runtime.limits;

import dev.headgate.runtime.access.Priority;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How often somebody was refused, by what did it. Thread-safe.
public final class LimitCounts {
  private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
  private final Map<Priority, LongAdder> shed = new ConcurrentHashMap<>();

  LimitCounts() {
    for (var kind : Subject.Kind.values()) {
      for (var what : new String[] {"requests", "tokens", "concurrent"}) {
        refused.put(kind.word() + "." + what, new LongAdder());
      }
    }
  }

  void refused(Subject subject, String what) {
    var counter = refused.get(subject.kind().word() + "." + what);
    if (counter != null) {
      counter.increment();
    }
  }

  void shed(Priority priority) {
    shed.computeIfAbsent(priority, _ -> new LongAdder()).increment();
  }

  /// Calls refused for a rate so far, by `SUBJECT.WHAT` such as `key.tokens`.
  public Map<String, Long> refused() {
    var counts = new TreeMap<String, Long>();
    refused.forEach((name, count) -> counts.put(name, count.sum()));
    return counts;
  }

  /// Calls not let in so far because of overload.
  public long shedOf(Priority priority) {
    var count = shed.get(priority);
    return count == null ? 0 : count.sum();
  }

  /// As a label.
  public static String label(Priority priority) {
    return priority.name().toLowerCase(Locale.ROOT);
  }
}
