package dev.headgate.retrieval.search;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.search.Hit;
import dev.headgate.kernel.search.SearchMode;
import dev.headgate.kernel.search.SearchResult;
import dev.headgate.kernel.search.SearchResult.Step;
import dev.headgate.retrieval.index.ChunkFields;
import dev.headgate.retrieval.index.CollectionIndex;
import dev.headgate.retrieval.index.Fields;
import dev.headgate.retrieval.index.IndexSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RescoreTopNQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.jspecify.annotations.Nullable;

/// Searches one index. A question is cut into terms by the index's own analyzer and never parsed as
/// a query language, so no question can be malformed. Thread-safe.
public final class CollectionSearch {
  // More words than this are a document, not a question, and cost time without helping.
  private static final int MAX_QUERY_TERMS = 256;

  private final Analyzer analyzer;
  private final SearchConfig config;
  private final @Nullable EmbeddingModel model;

  /// @param model the one whose vectors the index holds, or null if it is not at hand: then words
  ///   alone decide
  public CollectionSearch(
      IndexSettings settings, SearchConfig config, @Nullable EmbeddingModel model) {
    this.analyzer = settings.analysis().analyzer();
    this.config = config;
    this.model = model;
  }

  public SearchResult search(CollectionIndex index, String query, int limit, SearchMode mode)
      throws IOException {
    var clock = new StepClock();
    var vector = mode == SearchMode.BM25 || model == null ? null : embed(model, query);
    clock.step("embed");
    return index.read(reader -> search(reader, query, vector, limit, mode, clock));
  }

  private static float @Nullable [] embed(EmbeddingModel model, String query) {
    return query.isBlank() ? null : model.embed(List.of(query), EmbeddingPurpose.QUERY).getFirst();
  }

  private SearchResult search(
      DirectoryReader reader,
      String query,
      float @Nullable [] vector,
      int limit,
      SearchMode mode,
      StepClock clock)
      throws IOException {
    var searcher = new IndexSearcher(reader);
    searcher.setSimilarity(new BM25Similarity((float) config.k1(), (float) config.b()));
    var candidates = Math.max(config.candidates(), limit);
    var bm25 =
        mode == SearchMode.DENSE && vector != null
            ? new LinkedHashMap<Integer, Double>()
            : scores(searcher.search(wordQuery(query), candidates), 1, 0);
    clock.step("bm25");
    var dense =
        vector == null
            ? new LinkedHashMap<Integer, Double>()
            // Lucene's dot-product score is (1 + cosine) / 2.
            : scores(nearest(searcher, vector, candidates), 2, -1);
    clock.step("dense");
    var alpha = dense.isEmpty() ? 0 : bm25.isEmpty() ? 1 : config.alpha();
    var ranked = Fusion.fuse(bm25, dense, alpha);
    var fields = reader.storedFields();
    var hits = new ArrayList<Hit>();
    for (var hit : ranked.subList(0, Math.min(limit, ranked.size()))) {
      hits.add(new Hit(ChunkFields.read(fields, hit.doc()), hit.scores()));
    }
    clock.step("fuse");
    return new SearchResult(hits, CollectionIndex.state(reader).version(), clock.steps());
  }

  private static SequencedMap<Integer, Double> scores(TopDocs found, double scale, double shift) {
    var scores = new LinkedHashMap<Integer, Double>();
    for (var hit : found.scoreDocs) {
      scores.put(hit.doc, hit.score * scale + shift);
    }
    return scores;
  }

  // A word said twice counts twice.
  private Query wordQuery(String query) throws IOException {
    var words = new BooleanQuery.Builder();
    terms(query)
        .forEach((term, count) -> {
          var word = new TermQuery(new Term(Fields.TERMS, term));
          words.add(count > 1 ? new BoostQuery(word, count) : word, Occur.SHOULD);
        });
    return words.build();
  }

  private Map<String, Integer> terms(String query) throws IOException {
    var terms = new LinkedHashMap<String, Integer>();
    try (var stream = analyzer.tokenStream(Fields.TERMS, query)) {
      var term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (terms.size() < MAX_QUERY_TERMS && stream.incrementToken()) {
        terms.merge(term.toString(), 1, Integer::sum);
      }
    }
    return terms;
  }

  // One byte a dimension finds them, the full vectors put them into order.
  private static TopDocs nearest(IndexSearcher searcher, float[] vector, int candidates)
      throws IOException {
    var found = searcher.rewrite(new KnnFloatVectorQuery(Fields.VECTOR, vector, candidates));
    // Lucene cannot put none into order.
    var ordered =
        found instanceof MatchNoDocsQuery
            ? found
            : RescoreTopNQuery.createFullPrecisionRescorerQuery(
                found, vector, Fields.VECTOR, candidates);
    return searcher.search(ordered, candidates);
  }

  private static final class StepClock {
    private final List<Step> steps = new ArrayList<>();
    private long last = System.nanoTime();

    void step(String name) {
      var now = System.nanoTime();
      steps.add(new Step(name, now - last));
      last = now;
    }

    List<Step> steps() {
      return steps;
    }
  }
}
