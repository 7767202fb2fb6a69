package dev.headgate.benchmarks;

import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.search.SearchMode;
import dev.headgate.kernel.search.SourceText;
import dev.headgate.retrieval.CollectionConfig;
import dev.headgate.retrieval.LuceneTrialCollection;
import dev.headgate.retrieval.index.TextAnalysis;
import dev.headgate.retrieval.ingest.ChunkingConfig;
import dev.headgate.retrieval.ingest.IngestListener;
import dev.headgate.retrieval.search.SearchConfig;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Latency of hybrid searches by one client over many chunks, embedding of the question included.
/// The chunks' vectors are synthetic, in clusters, since embedding them takes an hour and searching
/// does not notice; the questions' are real.
public final class SearchLatency {
  private static final int WORDS_PER_CHUNK = 200;
  private static final int WARM_UP = 500;
  private static final int QUESTIONS = 2_000;

  private SearchLatency() {}

  /// @param arguments number of chunks, 100000 if absent
  public static void main(String[] arguments) throws IOException {
    var chunks = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    var prose = new RandomProse(new Random(7));
    try (var models = new EmbeddingModels();
        var collection =
            new LuceneTrialCollection(
                config(),
                new Clustered(models.require(EmbeddingModels.DEFAULT)),
                InstantSource.system(),
                IngestListener.NONE)) {
      var texts = new ArrayList<SourceText>();
      for (int i = 0; i < chunks; i++) {
        texts.add(new SourceText("doc-" + i, prose.words(3), prose.sentences(WORDS_PER_CHUNK)));
      }
      var started = System.nanoTime();
      var ingested = collection.ingest(texts);
      System.out.printf(
          Locale.ROOT,
          "indexed %,d chunks in %.0f s%n",
          ingested,
          (System.nanoTime() - started) / 1e9);
      measure(collection, prose, WARM_UP);
      measure(collection, prose, QUESTIONS);
    }
  }

  private static void measure(LuceneTrialCollection collection, RandomProse prose, int questions) {
    var nanos = new long[questions];
    var steps = new TreeMap<String, Long>();
    for (int i = 0; i < questions; i++) {
      var question = prose.words(10);
      var started = System.nanoTime();
      var result = collection.search(question, 10, SearchMode.HYBRID);
      nanos[i] = System.nanoTime() - started;
      result.steps().forEach(step -> steps.merge(step.name(), step.nanos(), Long::sum));
    }
    print(nanos, steps);
  }

  private static void print(long[] nanos, Map<String, Long> steps) {
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%,d questions: p50 %.2f ms, p99 %.2f ms; means:",
        nanos.length,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6);
    steps.forEach((name, sum) ->
        System.out.printf(Locale.ROOT, " %s %.2f ms", name, sum / 1e6 / nanos.length));
    System.out.println();
  }

  private static CollectionConfig config() {
    return new CollectionConfig(
        "latency",
        List.of(),
        new CollectionConfig.Embedding(EmbeddingModels.DEFAULT, new ChunkingConfig(200, 2_000, 0)),
        TextAnalysis.ENGLISH,
        SearchConfig.DEFAULT,
        1 << 20);
  }

  /// Real for questions; for documents a random member of one of 500 clusters.
  private record Clustered(EmbeddingModel real) implements EmbeddingModel {
    private static final int CLUSTERS = 500;

    @Override
    public String name() {
      return "clustered";
    }

    @Override
    public String version() {
      return "clustered@1";
    }

    @Override
    public int dimension() {
      return real.dimension();
    }

    @Override
    public int maxTokens() {
      return real.maxTokens();
    }

    @Override
    public int countTokens(String text) {
      return text.length() / 5;
    }

    @Override
    public List<float[]> embed(List<String> texts, EmbeddingPurpose purpose) {
      return switch (purpose) {
        case QUERY -> real.embed(texts, purpose);
        case DOCUMENT -> texts.stream().map(this::member).toList();
      };
    }

    private float[] member(String text) {
      var own = new Random(text.hashCode());
      var center = new Random(Math.floorMod(text.hashCode(), CLUSTERS));
      var vector = new float[dimension()];
      var norm = 0.0;
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) (center.nextGaussian() + 0.7 * own.nextGaussian());
        norm += vector[i] * vector[i];
      }
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= (float) Math.sqrt(norm);
      }
      return vector;
    }
  }
}
