package dev.headgate.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.inference.answers.ExtractiveAnswerer;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.search.SearchRequest;
import dev.headgate.retrieval.CollectionConfig;
import dev.headgate.retrieval.LuceneCollections;
import dev.headgate.retrieval.index.TextAnalysis;
import dev.headgate.retrieval.ingest.ChunkingConfig;
import dev.headgate.retrieval.ingest.IngestListener;
import dev.headgate.retrieval.ingest.SourceConfig;
import dev.headgate.retrieval.search.SearchConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What the docs assistant of the demo says to eighty-four questions about these docs, forty of
/// which they do not answer.
@Tag("all")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class DocumentationAnswersTest {
  private static final String QUESTIONS = "documentation-questions.jsonl";
  private static final int HITS = 6;
  private static final int LEAST_RIGHT = 30;
  private static final int MOST_WRONG = 8;
  private static final int MOST_INVENTED = 3;

  @TempDir Path data;

  /// @param document that must be cited; null if any may be
  /// @param quoted what the answer must hold
  private record Asked(
      String question, boolean answerable, @Nullable String document, String quoted) {}

  @Test
  void answersMostQuestionsRightAndKeepsQuietOnTheOthers() throws IOException {
    var right = new ArrayList<String>();
    var wrong = new ArrayList<String>();
    var quiet = new ArrayList<String>();
    var invented = new ArrayList<String>();
    try (var models = new EmbeddingModels();
        var collections = documentation(models)) {
      var answerer = new ExtractiveAnswerer(models.require(ExtractiveAnswerer.EMBEDDING_MODEL));
      for (var asked : questions()) {
        var hits = collections.search(new SearchRequest("docs", asked.question, HITS)).hits();
        var answer =
            answerer
                .answer(asked.question, hits)
                .filter(
                    found -> found.confidenceOr(0) >= ExtractiveAnswerer.DEFAULT_MIN_CONFIDENCE);
        var place =
            answer.isEmpty()
                ? quiet
                : !asked.answerable ? invented : isRight(asked, answer.get()) ? right : wrong;
        place.add(asked.question + answer.map(found -> "\n    " + found.text()).orElse(""));
      }
    }

    var summary =
        "%d right, %d wrong, %d invented, %d without an answer\nwrong:\n  %s\ninvented:\n  %s"
            .formatted(
                right.size(),
                wrong.size(),
                invented.size(),
                quiet.size(),
                String.join("\n  ", wrong),
                String.join("\n  ", invented));
    System.out.println(summary);
    assertThat(right).as(summary).hasSizeGreaterThanOrEqualTo(LEAST_RIGHT);
    assertThat(wrong).as(summary).hasSizeLessThanOrEqualTo(MOST_WRONG);
    assertThat(invented).as(summary).hasSizeLessThanOrEqualTo(MOST_INVENTED);
  }

  private static boolean isRight(Asked asked, Answer answer) {
    return answer.text().contains(asked.quoted)
        && (asked.document == null
            || answer.citations().stream()
                .anyMatch(citation -> citation.document().equals(asked.document)));
  }

  private LuceneCollections documentation(EmbeddingModels models) {
    var project = Path.of("").toAbsolutePath().getParent();
    var source =
        new SourceConfig("docs", List.of("**/*.md"), List.of("benchmarks.md", "decisions/**"));
    var embedding = new CollectionConfig.Embedding(EmbeddingModels.DEFAULT, ChunkingConfig.DEFAULT);
    var config =
        new CollectionConfig(
            "docs",
            List.of(source),
            embedding,
            TextAnalysis.ENGLISH,
            SearchConfig.DEFAULT,
            10L << 20);
    var collections = new LuceneCollections(data, project, models::require, InstantSource.system());
    collections.reload(List.of(config));
    collections.ingest("docs", IngestListener.NONE);
    return collections;
  }

  private static List<Asked> questions() throws IOException {
    var questions = new ArrayList<Asked>();
    try (var in =
            Objects.requireNonNull(
                DocumentationAnswersTest.class.getResourceAsStream(QUESTIONS), QUESTIONS);
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (var line : lines.lines().toList()) {
        questions.add(read(line));
      }
    }
    return questions;
  }

  private static Asked read(String line) {
    var question = "";
    var answerable = false;
    String document = null;
    var quoted = "";
    try (var json = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
      json.nextToken();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        var name = json.currentName();
        json.nextToken();
        switch (name) {
          case "question" -> question = json.getString();
          case "answerable" -> answerable = json.getBooleanValue();
          case "document" -> document = json.getString();
          case "must-contain" -> quoted = json.getString();
          default -> throw new IllegalArgumentException(QUESTIONS + " has the field " + name);
        }
      }
    }
    return new Asked(question, answerable, document, quoted);
  }
}
