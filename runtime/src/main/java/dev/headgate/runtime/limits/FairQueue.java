package dev.headgate.runtime.limits;

import dev.headgate.runtime.access.Priority;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Calls that wait, the most important first, and among equals each project in its turn by deficit
/// round robin (Shreedhar and Varghese, SIGCOMM 1995): a project with a thousand calls waits no
/// shorter than one with a single call. Not thread-safe.
final class FairQueue {
  /// The most that a call costs, and what a project gets each time its turn comes.
  static final int MOST_COST = 4;

  private static final class Lane {
    final String project;
    final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
    int deficit;

    Lane(String project) {
      this.project = project;
    }
  }

  /// Of one importance. The first project is the one whose turn it is.
  private final Map<Priority, SequencedMap<String, Lane>> classes = new EnumMap<>(Priority.class);

  private int size;

  FairQueue() {
    for (var priority : Priority.values()) {
      classes.put(priority, new LinkedHashMap<>());
    }
  }

  int size() {
    return size;
  }

  void add(Waiter waiter) {
    lanes(waiter.priority).computeIfAbsent(waiter.project, Lane::new).waiting.add(waiter);
    size++;
  }

  /// The most important class that waits, null if none does.
  @Nullable Priority first() {
    for (var priority : Priority.values()) {
      if (!lanes(priority).isEmpty()) {
        return priority;
      }
    }
    return null;
  }

  /// Takes the next call of a class that waits.
  Waiter take(Priority priority) {
    var lanes = lanes(priority);
    var lane = lanes.firstEntry().getValue();
    var head = lane.waiting.getFirst();
    if (lane.deficit < head.cost) {
      lane.deficit += MOST_COST;
    }
    lane.deficit -= head.cost;
    lane.waiting.removeFirst();
    left(lanes, lane);
    return head;
  }

  private void left(SequencedMap<String, Lane> lanes, Lane lane) {
    size--;
    if (lane.waiting.isEmpty()) {
      lanes.remove(lane.project);
    } else if (lane.deficit < lane.waiting.getFirst().cost) {
      lanes.remove(lane.project);
      lanes.put(lane.project, lane);
    }
  }

  /// Takes a call out that no longer waits.
  void remove(Waiter waiter) {
    var lanes = lanes(waiter.priority);
    var lane = lanes.get(waiter.project);
    if (lane != null && lane.waiting.remove(waiter)) {
      size--;
      if (lane.waiting.isEmpty()) {
        lanes.remove(lane.project);
      }
    }
  }

  /// Takes the call out that matters least, if it matters less than a new one would: the newest of
  /// the least important class, from the project that waits the most.
  Optional<Waiter> evictFor(Priority priority, String project) {
    for (var least : List.of(Priority.values()).reversed()) {
      if (least.compareTo(priority) < 0) {
        break;
      }
      var lanes = lanes(least);
      var longest =
          lanes.values().stream().max(Comparator.comparingInt(lane -> lane.waiting.size()));
      if (longest.isPresent()) {
        return least == priority && !isLonger(longest.get(), lanes.get(project))
            ? Optional.empty()
            : Optional.of(evict(longest.get()));
      }
    }
    return Optional.empty();
  }

  // Among equals nobody is sent away for a project that would then wait as much.
  private static boolean isLonger(Lane longest, @Nullable Lane own) {
    return longest.waiting.size() > (own == null ? 0 : own.waiting.size()) + 1;
  }

  private Waiter evict(Lane lane) {
    var victim = lane.waiting.getLast();
    remove(victim);
    return victim;
  }

  private SequencedMap<String, Lane> lanes(Priority priority) {
    var lanes = classes.get(priority);
    if (lanes == null) {
      throw new IllegalStateException("no lanes for " + priority);
    }
    return lanes;
  }
}
