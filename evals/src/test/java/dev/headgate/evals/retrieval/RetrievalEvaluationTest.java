package dev.headgate.evals.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.search.Chunk;
import dev.headgate.kernel.search.Hit;
import dev.headgate.kernel.search.HitScores;
import dev.headgate.kernel.search.SearchMode;
import dev.headgate.kernel.search.SearchResult;
import dev.headgate.kernel.search.SourceText;
import dev.headgate.kernel.search.TrialCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrievalEvaluationTest {
  @TempDir private Path data;

  @BeforeEach
  void writeData() throws IOException {
    Files.writeString(
        data.resolve("corpus.jsonl"),
        """
        {"_id": "d1", "title": "One", "text": "first", "extra": {"deep": [1]}}
        {"_id": "d2", "text": "second"}
        """);
    Files.writeString(
        data.resolve("queries.jsonl"),
        """
        {"_id": "q1", "text": "one?"}
        {"_id": "q2", "text": "nobody judged this"}
        {"_id": 3, "text": "two?"}
        """);
    Files.writeString(
        data.resolve("qrels.tsv"), "query-id\tcorpus-id\tscore\nq1\td1\t1\n3\td2\t2\n3\td1\t0\n");
  }

  @Test
  void takesADocumentByItsBestChunk() {
    var report = RetrievalEvaluation.run(data, new Scripted());

    assertThat(report.documents()).isEqualTo(2);
    assertThat(report.questions()).isEqualTo(2);
    var scores = report.modes().get(SearchMode.BM25).scores();
    // "d1" comes first and twice: q1 has rank 1, question 3 finds "d2" at rank 2.
    assertThat(scores.mrr10()).isEqualTo(0.75);
    assertThat(scores.recall10()).isEqualTo(1);
    assertThat(report.table())
        .contains("nDCG@10", "bm25", "dense", "hybrid", "0.750", "2 documents, 7 chunks");
  }

  @Test
  void printsJson() {
    assertThat(RetrievalEvaluation.run(data, new Scripted()).json())
        .startsWith("{\"data\":\"")
        .contains("\"hybrid\":{\"ndcg_at_10\":", "\"mrr_at_10\":0.75")
        .endsWith("}}");
  }

  @Test
  void saysWhatIsWrongWithTheData() throws IOException {
    Files.writeString(data.resolve("qrels.tsv"), "header\nq1\td1\tmany\n");
    assertThatThrownBy(() -> RetrievalEvaluation.run(data, new Scripted()))
        .isInstanceOf(CallFailed.class)
        .hasMessageContaining("qrels.tsv, line 2");

    Files.writeString(data.resolve("corpus.jsonl"), "{\"_id\": \"d1\"}\n{\"_id\": oops}\n");
    assertThatThrownBy(() -> RetrievalEvaluation.run(data, new Scripted()))
        .hasMessageContaining("corpus.jsonl, line 2");

    Files.delete(data.resolve("corpus.jsonl"));
    assertThatThrownBy(() -> RetrievalEvaluation.run(data, new Scripted()))
        .hasMessageContaining("corpus.jsonl does not exist");
  }

  /// Finds `d1`, `d1` again, and `d2`, whatever is asked.
  private static final class Scripted implements TrialCollection {
    @Override
    public long ingest(Collection<SourceText> texts) {
      assertThat(texts)
          .containsExactly(
              new SourceText("d1", "One", "first"), new SourceText("d2", "", "second"));
      return 7;
    }

    @Override
    public SearchResult search(String query, int limit, SearchMode mode) {
      return new SearchResult(List.of(hit("d1"), hit("d1"), hit("d2")), "v", List.of());
    }

    @Override
    public void close() {}

    private static Hit hit(String document) {
      return new Hit(new Chunk(document, "", List.of(), 0, 1, "x"), new HitScores(1.0, null, 1.0));
    }
  }
}
