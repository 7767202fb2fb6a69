package dev.headgate.evals.retrieval;

import dev.headgate.evals.retrieval.BeirDataset.Question;
import dev.headgate.evals.retrieval.RetrievalReport.Ingested;
import dev.headgate.evals.retrieval.RetrievalReport.Measured;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.search.SearchMode;
import dev.headgate.kernel.search.TrialCollection;
import java.io.IOException;
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

  // Until the code is compiled, a search takes several times as long.
  private static final int WARM_UP_QUESTIONS = 50;

  private RetrievalEvaluation() {}

  /// Throws [CallFailed] where the data cannot be used.
  ///
  /// @param folder data in BEIR's shape
  /// @param collection empty, with the settings to be measured; the caller closes it
  public static RetrievalReport run(Path folder, TrialCollection collection) {
    BeirDataset data;
    try {
      data = BeirDataset.read(folder);
    } catch (IOException e) {
      throw CallFailed.invalid("data", folder + " cannot be read: " + e.getMessage());
    }
    var started = System.nanoTime();
    var chunks = collection.ingest(data.corpus());
    var seconds = (System.nanoTime() - started) / 1e9;
    for (var mode : SearchMode.values()) {
      var _ =
          measure(data.questions().stream().limit(WARM_UP_QUESTIONS).toList(), collection, mode);
    }
    var modes = new EnumMap<SearchMode, Measured>(SearchMode.class);
    for (var mode : SearchMode.values()) {
      modes.put(mode, measure(data.questions(), collection, mode));
    }
    return new RetrievalReport(
        name(folder),
        data.corpus().size(),
        data.questions().size(),
        new Ingested(chunks, data.corpus().size() / seconds),
        modes);
  }

  private static Measured measure(
      List<Question> questions, TrialCollection collection, SearchMode mode) {
    var scores = new ArrayList<RankingScores>();
    var nanos = 0L;
    for (var question : questions) {
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
