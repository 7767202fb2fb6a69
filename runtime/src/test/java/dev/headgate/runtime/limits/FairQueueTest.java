package dev.headgate.runtime.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.runtime.access.Priority;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FairQueueTest {
  private final FairQueue queue = new FairQueue();

  @Test
  void theMostImportantComesFirst() {
    add(Priority.BATCH, "a", 1);
    add(Priority.NORMAL, "a", 1);
    add(Priority.CRITICAL, "a", 1);

    assertThat(drain())
        .extracting(waiter -> waiter.priority)
        .containsExactly(Priority.CRITICAL, Priority.NORMAL, Priority.BATCH);
  }

  @Test
  void aProjectWithManyCallsWaitsAsLongAsOneWithFew() {
    for (int i = 0; i < 100; i++) {
      add(Priority.NORMAL, "loud", 4);
    }
    add(Priority.NORMAL, "quiet", 4);
    add(Priority.NORMAL, "silent", 4);

    assertThat(drain().subList(0, 4))
        .extracting(waiter -> waiter.project)
        .contains("loud", "quiet", "silent");
  }

  @Test
  void whoSendsMoreWorkPerCallGetsFewerCalls() {
    for (int i = 0; i < 100; i++) {
      add(Priority.NORMAL, "heavy", 4);
      add(Priority.NORMAL, "light", 1);
    }

    var first = drain().subList(0, 50);

    assertThat(first.stream().filter(waiter -> waiter.project.equals("light")).count())
        .isBetween(38L, 42L);
  }

  @Test
  void whoIsSentAwayIsTheNewestOfTheLeastImportant() {
    add(Priority.BATCH, "a", 1);
    var newest = add(Priority.BATCH, "a", 1);
    add(Priority.LOW, "a", 1);

    assertThat(queue.evictFor(Priority.NORMAL, "a")).hasValue(newest);
    assertThat(queue.size()).isEqualTo(2);
  }

  @Test
  void nobodyIsSentAwayForWhatMattersNoMore() {
    add(Priority.NORMAL, "a", 1);
    add(Priority.NORMAL, "b", 1);

    assertThat(queue.evictFor(Priority.NORMAL, "a")).isEmpty();
    assertThat(queue.evictFor(Priority.LOW, "c")).isEmpty();
  }

  @Test
  void amongEqualsTheProjectThatWaitsTheMostMakesRoom() {
    for (int i = 0; i < 5; i++) {
      add(Priority.NORMAL, "loud", 1);
    }

    assertThat(queue.evictFor(Priority.NORMAL, "quiet"))
        .hasValueSatisfying(victim -> assertThat(victim.project).isEqualTo("loud"));
    assertThat(queue.evictFor(Priority.NORMAL, "loud")).isEmpty();
  }

  private Waiter add(Priority priority, String project, int cost) {
    var waiter = new Waiter(priority, project, cost);
    queue.add(waiter);
    return waiter;
  }

  private List<Waiter> drain() {
    var taken = new ArrayList<Waiter>();
    for (var first = queue.first(); first != null; first = queue.first()) {
      taken.add(queue.take(first));
    }
    assertThat(queue.size()).isZero();
    return taken;
  }
}
