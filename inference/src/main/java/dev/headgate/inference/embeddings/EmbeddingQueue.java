package dev.headgate.inference.embeddings;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Shares a few worker threads among all who embed.
///
/// Each text is one inference: quantised models scale their activations by the largest value in the
/// batch, so a vector would depend on who else asked at that moment. What is shared is the workers,
/// text by text. The request with the fewest tokens left goes first, so a question never waits
/// behind an ingestion for longer than the texts already in the workers' hands; every eighth
/// inference goes to the oldest request, so an ingestion always moves.
final class EmbeddingQueue implements AutoCloseable {
  static final int MAX_WAITING_REQUESTS = 1_024;
  private static final int OLDEST_EVERY = 8;

  /// One inference. Called from all workers at once.
  interface Encoder {
    float[] encode(int[] tokens) throws Exception;
  }

  private final Encoder encoder;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition workArrived = lock.newCondition();
  private final List<Request> waiting = new ArrayList<>();
  private final List<Thread> workers = new ArrayList<>();
  private long taken;
  private boolean closed;

  EmbeddingQueue(String name, int workerCount, Encoder encoder) {
    this.encoder = encoder;
    for (var i = 0; i < workerCount; i++) {
      workers.add(Thread.ofPlatform().daemon().name("embed-" + name + "-" + i).start(this::work));
    }
  }

  /// One vector a text, in order; waits for them.
  List<float[]> run(int[][] texts) {
    if (texts.length == 0) {
      return List.of();
    }
    var request = new Request(texts);
    enter(request);
    try {
      return request.vectors.get();
    } catch (InterruptedException e) {
      leave(request);
      Thread.currentThread().interrupt();
      throw new CallFailed(ErrorCode.CALL_CANCELLED, "the call ended while text was embedded", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CallFailed known) {
        throw known;
      }
      throw new CallFailed(
          ErrorCode.INTERNAL_ERROR, "the embedding model failed; the server's log says why", e);
    }
  }

  private void enter(Request request) {
    lock.lock();
    try {
      if (closed) {
        throw new CallFailed(ErrorCode.SHUTTING_DOWN, "the server is shutting down");
      }
      if (waiting.size() >= MAX_WAITING_REQUESTS) {
        throw new CallFailed(
            ErrorCode.OVERLOADED,
            "%,d requests already wait for the embedding model; try again in a second"
                .formatted(MAX_WAITING_REQUESTS));
      }
      waiting.add(request);
      workArrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void leave(Request request) {
    lock.lock();
    try {
      waiting.remove(request);
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    for (var text = take(); text != null; text = take()) {
      try {
        text.request.succeed(text.index, encoder.encode(text.request.texts[text.index]));
      } catch (Throwable e) { // A worker outlives whatever a single text does to it.
        leave(text.request);
        text.request.vectors.completeExceptionally(e);
      }
    }
  }

  private @Nullable Text take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        workArrived.awaitUninterruptibly();
      }
      if (closed) {
        return null;
      }
      var request = ++taken % OLDEST_EVERY == 0 ? waiting.getFirst() : leastLeft();
      var index = request.takeNext();
      if (request.isAllTaken()) {
        waiting.remove(request);
      }
      return new Text(request, index);
    } finally {
      lock.unlock();
    }
  }

  private Request leastLeft() {
    var least = waiting.getFirst();
    for (var request : waiting) {
      if (request.tokensLeft < least.tokensLeft) {
        least = request;
      }
    }
    return least;
  }

  /// How many callers still have texts that no worker has taken.
  int waitingRequests() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /// Lets the texts in hand finish; fails the rest.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      workArrived.signalAll();
    } finally {
      lock.unlock();
    }
    for (var worker : workers) {
      joinUninterruptibly(worker);
    }
    var stopped = new CallFailed(ErrorCode.SHUTTING_DOWN, "the server is shutting down");
    remaining().forEach(request -> request.vectors.completeExceptionally(stopped));
  }

  // A caller who gives up takes its request out at any time.
  private List<Request> remaining() {
    lock.lock();
    try {
      return List.copyOf(waiting);
    } finally {
      lock.unlock();
    }
  }

  private static void joinUninterruptibly(Thread worker) {
    var interrupted = false;
    while (worker.isAlive()) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private record Text(Request request, int index) {}

  /// The texts of one caller. Guarded by the queue's lock, except for the vectors.
  private static final class Request {
    private final int[][] texts;
    private final float[][] done;
    private final AtomicInteger open;
    private final CompletableFuture<List<float[]>> vectors = new CompletableFuture<>();
    private int next;
    private long tokensLeft;

    Request(int[][] texts) {
      this.texts = texts;
      this.done = new float[texts.length][];
      this.open = new AtomicInteger(texts.length);
      for (var text : texts) {
        tokensLeft += text.length;
      }
    }

    int takeNext() {
      tokensLeft -= texts[next].length;
      return next++;
    }

    boolean isAllTaken() {
      return next == texts.length;
    }

    void succeed(int index, float[] vector) {
      done[index] = vector;
      if (open.decrementAndGet() == 0) {
        vectors.complete(Arrays.asList(done));
      }
    }
  }
}
