package dev.headgate.evals.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.search.SearchMode;
import dev.headgate.retrieval.CollectionConfig;
import dev.headgate.retrieval.LuceneTrialCollection;
import dev.headgate.retrieval.index.TextAnalysis;
import dev.headgate.retrieval.ingest.ChunkingConfig;
import dev.headgate.retrieval.ingest.IngestListener;
import dev.headgate.retrieval.search.SearchConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The default settings on public data find as much as they did when `docs/benchmarks.md` was
/// written. Two of its six sets: the others would take ten minutes.
@Tag("all")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class PublicRetrievalTest {
  private static final Path DATA = Path.of("..", "..", "shared", "data");
  private static final double TOLERANCE = 0.01;

  @ParameterizedTest
  @CsvSource({"cranfield, .367, .392, .424", "qed_nq, .925, .971, .970"})
  void findsWhatItFound(String name, double bm25, double dense, double hybrid) throws IOException {
    var data = DATA.resolve(name);
    assumeThat(data).as("public data: " + name).exists();

    try (var models = new EmbeddingModels();
        var collection =
            new LuceneTrialCollection(
                defaults(),
                models.require(EmbeddingModels.DEFAULT),
                InstantSource.system(),
                IngestListener.NONE)) {
      var report = RetrievalEvaluation.run(data, collection);

      assertThat(ndcg(report, SearchMode.BM25)).isGreaterThan(bm25 - TOLERANCE);
      assertThat(ndcg(report, SearchMode.DENSE)).isGreaterThan(dense - TOLERANCE);
      assertThat(ndcg(report, SearchMode.HYBRID)).isGreaterThan(hybrid - TOLERANCE);
    }
  }

  private static double ndcg(RetrievalReport report, SearchMode mode) {
    return report.modes().get(mode).scores().ndcg10();
  }

  private static CollectionConfig defaults() {
    return new CollectionConfig(
        "public",
        List.of(),
        new CollectionConfig.Embedding(EmbeddingModels.DEFAULT, ChunkingConfig.DEFAULT),
        TextAnalysis.ENGLISH,
        SearchConfig.DEFAULT,
        1 << 20);
  }
}
