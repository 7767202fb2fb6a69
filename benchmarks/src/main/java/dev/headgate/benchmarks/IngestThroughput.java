package dev.headgate.benchmarks;

import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
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
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Ingestion against the embedding model alone on the very same texts, as a share: alternating
/// rounds in one process, since the machine may be shared.
public final class IngestThroughput {
  private static final int DOCUMENTS = 60;
  private static final int WORDS_PER_DOCUMENT = 700;
  private static final int ROUNDS = 3;

  private IngestThroughput() {}

  public static void main(String[] arguments) throws IOException {
    var prose = new RandomProse(new Random(7));
    var texts = new ArrayList<SourceText>();
    for (int i = 0; i < DOCUMENTS; i++) {
      texts.add(new SourceText("doc-" + i, prose.words(3), prose.sentences(WORDS_PER_DOCUMENT)));
    }
    try (var models = new EmbeddingModels()) {
      var model = models.require(EmbeddingModels.DEFAULT);
      model.warm();
      var shares = new ArrayList<Double>();
      for (int round = 1; round <= ROUNDS; round++) {
        var recording = new Recording(model, new ConcurrentLinkedQueue<>());
        var started = System.nanoTime();
        long chunks;
        try (var collection =
            new LuceneTrialCollection(
                config(), recording, InstantSource.system(), IngestListener.NONE)) {
          chunks = collection.ingest(texts);
        }
        var ingest = (System.nanoTime() - started) / 1e9;
        var embedded = List.copyOf(recording.texts());
        started = System.nanoTime();
        var _ = model.embed(embedded, EmbeddingPurpose.DOCUMENT);
        var alone = (System.nanoTime() - started) / 1e9;
        shares.add(alone / ingest);
        System.out.printf(
            Locale.ROOT,
            "round %d: %,d chunks; ingest %.1f chunks/s, model alone %.1f chunks/s, share %.0f %%%n",
            round,
            chunks,
            chunks / ingest,
            chunks / alone,
            100 * alone / ingest);
      }
      shares.sort(null);
      System.out.printf(Locale.ROOT, "median share %.0f %%%n", 100 * shares.get(ROUNDS / 2));
    }
  }

  private static CollectionConfig config() {
    return new CollectionConfig(
        "throughput",
        List.of(),
        new CollectionConfig.Embedding(EmbeddingModels.DEFAULT, ChunkingConfig.DEFAULT),
        TextAnalysis.ENGLISH,
        SearchConfig.DEFAULT,
        1 << 20);
  }

  /// Remembers what it was asked to embed.
  private record Recording(EmbeddingModel model, ConcurrentLinkedQueue<String> texts)
      implements EmbeddingModel {
    @Override
    public String name() {
      return model.name();
    }

    @Override
    public String version() {
      return model.version();
    }

    @Override
    public int dimension() {
      return model.dimension();
    }

    @Override
    public int maxTokens() {
      return model.maxTokens();
    }

    @Override
    public int countTokens(String text) {
      return model.countTokens(text);
    }

    @Override
    public List<float[]> embed(List<String> batch, EmbeddingPurpose purpose) {
      texts.addAll(batch);
      return model.embed(batch, purpose);
    }
  }
}
