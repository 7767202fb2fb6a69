package dev.headgate.evals.retrieval;

import dev.headgate.evals.retrieval.RetrievalReport.Ingested;
import dev.headgate.evals.retrieval.RetrievalReport.Measured;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.search.SearchMode;
import dev.headgate.kernel.search.TrialCollection;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;

/// `headgate eval retrieval`: ingests judged data into a temporary collection and compares BM25,
/// vectors and both. A document is as good as its best chunk.
public final class RetrievalEvaluation {
  // Enough chunks for 100 different documents as long as they are not cut into very many.
  private static final int CHUNKS_PER_QUESTION = 200;

  private RetrievalEvaluation() {}

  /// @param data a folder in BEIR's shape
  /// @param json print JSON in place of a table
  public record Arguments(Path data, boolean json) {}

  /// Runs and prints. Throws [CallFailed] where the data cannot be used.
  ///
  /// @param collection empty, with the settings to be measured; the caller closes it
  public static RetrievalReport run(
      Arguments arguments, TrialCollection collection, PrintStream out) {
    var report = measure(arguments.data(), collection);
    if (arguments.json()) {
      ReportWriter.json(report, out);
    } else {
      ReportWriter.table(report, out);
    }
    return report;
  }

  private static RetrievalReport measure(Path folder, TrialCollection collection) {
    BeirDataset data;
    try {
      data = BeirDataset.read(folder);
    } catch (IOException e) {
      throw CallFailed.invalid("data", folder + " cannot be read: " + e.getMessage());
    }
    var started = System.nanoTime();
    var chunks = collection.ingest(data.corpus());
    var seconds = (System.nanoTime() - started) / 1e9;
    var modes = new EnumMap<SearchMode, Measured>(SearchMode.class);
    for (var mode : SearchMode.values()) {
      modes.put(mode, measure(data, collection, mode));
    }
    return new RetrievalReport(
        name(folder),
        data.corpus().size(),
        data.questions().size(),
        new Ingested(chunks, data.corpus().size() / seconds),
        modes);
  }

  private static Measured measure(BeirDataset data, TrialCollection collection, SearchMode mode) {
    var scores = new ArrayList<RankingScores>();
    var nanos = 0L;
    for (var question : data.questions()) {
      var started = System.nanoTime();
      var result = collection.search(question.text(), CHUNKS_PER_QUESTION, mode);
      nanos += System.nanoTime() - started;
      var ranking = new LinkedHashSet<String>();
      result.hits().forEach(hit -> ranking.add(hit.chunk().document()));
      scores.add(RankingScores.of(List.copyOf(ranking), question.judgements()));
    }
    return new Measured(RankingScores.mean(scores), nanos / 1e6 / scores.size());
  }

  // "nfcorpus/dev", not "dev".
  private static String name(Path folder) {
    var path = folder.toAbsolutePath().normalize();
    var count = path.getNameCount();
    return path.endsWith("dev") && count > 1
        ? path.subpath(count - 2, count).toString()
        : path.getFileName().toString();
  }
}
