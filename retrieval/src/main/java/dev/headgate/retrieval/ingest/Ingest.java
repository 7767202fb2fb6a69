package dev.headgate.retrieval.ingest;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.retrieval.index.CollectionIndex;
import dev.headgate.retrieval.index.IndexSession;
import dev.headgate.retrieval.ingest.IngestListener.Progress;
import dev.headgate.retrieval.ingest.IngestSummary.Changes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// Brings one index into step with its sources.
///
/// Workers read, clean, cut and embed one document each; a bounded queue hands what they made to
/// the calling thread, which alone changes the index. Embedding takes nearly all of the time, so
/// there is one worker more than there are processors: the model always has a next request. Commits
/// come every few seconds, so that a crash loses little and searches see progress. In the end, an
/// index of many segments is merged, since a search pays for each.
public final class Ingest {
  private static final Duration COMMIT_EVERY = Duration.ofSeconds(5);
  private static final Duration PROGRESS_EVERY = Duration.ofMillis(100);
  private static final Duration STOP_CHECK = Duration.ofMillis(100);

  private final String collection;
  private final DocumentSource.Listing listing;
  private final ChunkingConfig chunking;
  private final EmbeddingModel model;
  private final IngestListener listener;
  private final long startedNanos = System.nanoTime();
  private final Set<String> seen = new HashSet<>();
  private final List<FailedDocument> failed = new ArrayList<>();
  private int added;
  private int unchanged;
  private int updated;
  private int removed;
  private long chunks;
  private boolean uncommitted;
  private long committedNanos = System.nanoTime();
  private long reportedNanos = System.nanoTime();

  public Ingest(
      String collection,
      DocumentSource.Listing listing,
      ChunkingConfig chunking,
      EmbeddingModel model,
      IngestListener listener) {
    this.collection = collection;
    this.listing = listing;
    this.chunking = chunking;
    this.model = model;
    this.listener = listener;
  }

  /// Runs to the end, once. What was committed before a failure stays.
  ///
  /// @param stopped asked at every document; true ends the run with `SHUTTING_DOWN`
  /// @param note what to keep with the last commit
  public IngestSummary run(
      CollectionIndex index,
      BooleanSupplier stopped,
      Function<IngestSummary, Map<String, String>> note)
      throws IOException {
    try (var session = index.write()) {
      takeAll(session, stopped);
      removeUnseen(session);
      report(listing.documents().size(), true);
      var summary = summary(session.version());
      session.complete(note.apply(summary));
      merge(session, stopped);
      return summary;
    }
  }

  private void takeAll(IndexSession session, BooleanSupplier stopped) throws IOException {
    for (var document : listing.failed()) {
      take(new Preparation.Failed(document), session);
    }
    var preparer = new Preparer(chunking, model, session.hashes());
    var workerCount = Runtime.getRuntime().availableProcessors() + 1;
    var prepared = new ArrayBlockingQueue<Preparation>(workerCount);
    var next = new AtomicInteger();
    var workers = new ArrayList<Thread>();
    for (int i = 0; i < workerCount; i++) {
      // Embedding computes without pause: on virtual threads it would starve the server's calls.
      workers.add(
          Thread.ofPlatform()
              .daemon()
              .name("ingest-" + collection + "-" + i)
              .start(() -> prepareAll(listing.documents(), preparer, next, prepared)));
    }
    try {
      for (int done = 0; done < listing.documents().size(); ) {
        if (stopped.getAsBoolean()) {
          throw stopped();
        }
        var one = prepared.poll(STOP_CHECK.toMillis(), TimeUnit.MILLISECONDS);
        if (one != null) {
          take(one, session);
          done++;
        }
        report(done, false);
        commitIfDue(session);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw stopped();
    } finally {
      workers.forEach(Thread::interrupt);
    }
  }

  // All is committed by now, so a run that is stopped here has done its work.
  private void merge(IndexSession session, BooleanSupplier stopped) throws IOException {
    if (!session.isScattered()) {
      return;
    }
    var merging =
        new FutureTask<>(() -> {
          session.merge();
          return true;
        });
    var thread = Thread.ofPlatform().daemon().name("merge-" + collection).start(merging);
    try {
      while (!thread.join(STOP_CHECK)) {
        if (stopped.getAsBoolean()) {
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    if (merging.state() == Future.State.FAILED) {
      throw new IOException("merging failed", merging.exceptionNow());
    }
  }

  private CallFailed stopped() {
    return new CallFailed(
        ErrorCode.SHUTTING_DOWN,
        "ingesting \"" + collection + "\" was stopped; what was committed stays, run it again");
  }

  private static void prepareAll(
      List<SourceDocument> documents,
      Preparer preparer,
      AtomicInteger next,
      BlockingQueue<Preparation> prepared) {
    try {
      for (int i = next.getAndIncrement(); i < documents.size(); i = next.getAndIncrement()) {
        if (Thread.interrupted()) {
          return;
        }
        prepared.put(prepare(documents.get(i), preparer));
      }
    } catch (InterruptedException _) {
      // The taker has left: nobody wants the rest.
    }
  }

  // A worker that died in silence would leave the taker waiting for ever.
  private static Preparation prepare(SourceDocument document, Preparer preparer) {
    try {
      return preparer.prepare(document);
    } catch (RuntimeException e) {
      return new Preparation.Broken(e);
    } catch (Error e) {
      return new Preparation.Broken(new IllegalStateException(document.name(), e));
    }
  }

  private void take(Preparation preparation, IndexSession session) throws IOException {
    switch (preparation) {
      case Preparation.Prepared(var document) -> {
        var isNew = !session.contains(document.name());
        session.put(document);
        seen.add(document.name());
        chunks += document.chunks().size();
        uncommitted = true;
        if (isNew) {
          added++;
        } else {
          updated++;
        }
      }
      case Preparation.Unchanged(var name) -> {
        seen.add(name);
        unchanged++;
      }
      case Preparation.Vanished _ -> {}
      case Preparation.Failed(var document) -> {
        seen.add(document.document());
        failed.add(document);
      }
      case Preparation.Broken(var cause) -> throw cause;
    }
  }

  private void commitIfDue(IndexSession session) throws IOException {
    if (uncommitted && System.nanoTime() - committedNanos > COMMIT_EVERY.toNanos()) {
      session.commit();
      uncommitted = false;
      committedNanos = System.nanoTime();
    }
  }

  private void removeUnseen(IndexSession session) throws IOException {
    for (var name : session.hashes().keySet()) {
      if (!seen.contains(name) && !listing.mayStillHold(name)) {
        session.remove(name);
        removed++;
      }
    }
  }

  private IngestSummary summary(String version) {
    return new IngestSummary(
        collection,
        new Changes(added, unchanged, updated, removed),
        failed,
        chunks,
        elapsed(),
        version);
  }

  private void report(int done, boolean last) {
    if (last || System.nanoTime() - reportedNanos > PROGRESS_EVERY.toNanos()) {
      reportedNanos = System.nanoTime();
      listener.progress(new Progress(done, listing.documents().size(), chunks, elapsed()));
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }
}
