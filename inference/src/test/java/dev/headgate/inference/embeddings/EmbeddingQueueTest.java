package dev.headgate.inference.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

final class EmbeddingQueueTest {
  /// Encodes a text to its first token, when allowed to; remembers the order.
  private static final class Gate implements EmbeddingQueue.Encoder {
    private final Semaphore entered = new Semaphore(0);
    private final Semaphore allowed = new Semaphore(0);
    private final List<Integer> order = Collections.synchronizedList(new ArrayList<>());

    @Override
    public float[] encode(int[] tokens) throws InterruptedException {
      entered.release();
      allowed.acquire();
      order.add(tokens[0]);
      if (tokens[0] < 0) {
        throw new IllegalStateException("no such text");
      }
      return new float[] {tokens[0]};
    }
  }

  private final Gate gate = new Gate();

  @Test
  void givesVectorsInTheOrderOfTheTexts() {
    gate.allowed.release(100);

    try (var queue = new EmbeddingQueue("test", 4, gate)) {
      var vectors = queue.run(new int[][] {{5}, {3}, {9}, {1}});

      assertThat(vectors).extracting(vector -> vector[0]).containsExactly(5f, 3f, 9f, 1f);
      assertThat(queue.run(new int[0][])).isEmpty();
    }
  }

  @Test
  void letsAQuestionOvertakeAnIngestion() throws Exception {
    try (var queue = new EmbeddingQueue("test", 1, gate)) {
      var ingestion = start(queue, new int[][] {{1, 0, 0}, {2, 0, 0}, {3, 0, 0}});
      assertThat(gate.entered.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      var question = start(queue, new int[][] {{99}});
      awaitWaiting(queue, 2);

      gate.allowed.release(10);

      question.get(10, TimeUnit.SECONDS);
      ingestion.get(10, TimeUnit.SECONDS);
      assertThat(gate.order).containsExactly(1, 99, 2, 3);
    }
  }

  @Test
  void givesEveryEighthInferenceToTheOldestRequest() throws Exception {
    try (var queue = new EmbeddingQueue("test", 1, gate)) {
      var ingestion = start(queue, new int[][] {{4, 0, 0}, {1, 0, 0}});
      assertThat(gate.entered.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      var questions = new ArrayList<CompletableFuture<List<float[]>>>();
      for (var i = 0; i < 20; i++) {
        questions.add(start(queue, new int[][] {{99}}));
      }
      awaitWaiting(queue, 21);

      gate.allowed.release(100);

      ingestion.get(10, TimeUnit.SECONDS);
      for (var question : questions) {
        question.get(10, TimeUnit.SECONDS);
      }
      assertThat(gate.order.indexOf(1)).isEqualTo(7);
    }
  }

  @Test
  void refusesMoreRequestsThanItsBound() throws Exception {
    try (var queue = new EmbeddingQueue("test", 1, gate)) {
      var held = start(queue, new int[][] {{1}});
      assertThat(gate.entered.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      var waiting = new ArrayList<CompletableFuture<List<float[]>>>();
      for (var i = 0; i < EmbeddingQueue.MAX_WAITING_REQUESTS; i++) {
        waiting.add(start(queue, new int[][] {{2}}));
      }
      awaitWaiting(queue, EmbeddingQueue.MAX_WAITING_REQUESTS);

      assertThatThrownBy(() -> queue.run(new int[][] {{3}}))
          .isInstanceOfSatisfying(
              CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));

      gate.allowed.release(10_000);
      held.get(10, TimeUnit.SECONDS);
      for (var one : waiting) {
        one.get(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void failsOnlyTheRequestWhoseTextFails() throws Exception {
    gate.allowed.release(100);

    try (var queue = new EmbeddingQueue("test", 2, gate)) {
      assertThatThrownBy(() -> queue.run(new int[][] {{1}, {-1}, {2}}))
          .isInstanceOfSatisfying(
              CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL_ERROR));
      assertThat(queue.run(new int[][] {{7}}).getFirst()).containsExactly(7f);
    }
  }

  @Test
  void forgetsTheTextsOfACallerWhoLeft() throws Exception {
    try (var queue = new EmbeddingQueue("test", 1, gate)) {
      var failure = new CompletableFuture<CallFailed>();
      var caller =
          Thread.ofVirtual()
              .start(() ->
                  failure.complete(
                      catchThrowableOfType(
                          CallFailed.class, () -> queue.run(new int[][] {{1}, {2}, {3}}))));
      assertThat(gate.entered.tryAcquire(10, TimeUnit.SECONDS)).isTrue();

      caller.interrupt();
      assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
      assertThat(failure.join().code()).isEqualTo(ErrorCode.CALL_CANCELLED);
      gate.allowed.release(100);

      assertThat(queue.run(new int[][] {{9}}).getFirst()).containsExactly(9f);
      assertThat(gate.order).containsExactly(1, 9);
    }
  }

  @Test
  void failsWhoStillWaitsWhenItCloses() throws Exception {
    var queue = new EmbeddingQueue("test", 1, gate);
    var inHand = start(queue, new int[][] {{1}});
    assertThat(gate.entered.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    var waiting = start(queue, new int[][] {{2}});
    awaitWaiting(queue, 1);

    var closing = CompletableFuture.runAsync(queue::close);
    awaitClosed(queue);
    gate.allowed.release(1);
    closing.get(10, TimeUnit.SECONDS);

    assertThat(inHand.get(10, TimeUnit.SECONDS).getFirst()).containsExactly(1f);
    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(CallFailed.class);
    assertThatThrownBy(() -> queue.run(new int[][] {{3}}))
        .isInstanceOfSatisfying(
            CallFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
  }

  private static CompletableFuture<List<float[]>> start(EmbeddingQueue queue, int[][] texts) {
    var result = new CompletableFuture<List<float[]>>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            result.complete(queue.run(texts));
          } catch (CallFailed e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  private static void awaitWaiting(EmbeddingQueue queue, int requests) {
    await(() -> queue.waitingRequests() >= requests);
  }

  private static void awaitClosed(EmbeddingQueue queue) {
    await(queue::isClosed);
  }

  private static void await(BooleanSupplier condition) {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
