package dev.headgate.evals.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.headgate.inference.answers.ExtractiveAnswerer;
import dev.headgate.inference.embeddings.EmbeddingModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The extractive answerer on public data that it was not trained on.
@Tag("all")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class PublicAnswersTest {
  private static final Path DATA = Path.of("..", "..", "shared", "data");

  @Test
  void holdsTheAnswerInWhatItQuotesAndSometimesKeepsQuiet() throws IOException {
    var file = require("squad2_sample/squad2_dev_500.jsonl");

    try (var models = new EmbeddingModels()) {
      var report =
          new ContextEvaluation(
                  answerer(models),
                  ContextEvaluation::whole,
                  ExtractiveAnswerer.DEFAULT_MIN_CONFIDENCE)
              .run(AnswerCases.read(file));

      System.out.println(report.table());
      assertThat(report.value("unanswerable_abstained")).isGreaterThan(.3);
      assertThat(report.value("answered_contains_answer")).isGreaterThan(.88);
    }
  }

  @Test
  void citesTheDocumentThatAnswers() throws IOException {
    var file = require("rhdh_docs_qa/qa.jsonl");
    var documents = documents(require("rhdh_docs_qa/docs"));

    try (var models = new EmbeddingModels()) {
      var retriever = new DenseRetriever(models.require(EmbeddingModels.DEFAULT), documents);
      var report =
          new CitationEvaluation(
                  retriever, answerer(models), "docs", 8, ExtractiveAnswerer.DEFAULT_MIN_CONFIDENCE)
              .run(AnswerCases.read(file), documents);

      System.out.println(report.table());
      assertThat(report.value("gold_document_cited")).isGreaterThan(.75);
    }
  }

  private static ExtractiveAnswerer answerer(EmbeddingModels models) {
    return new ExtractiveAnswerer(models.require(ExtractiveAnswerer.EMBEDDING_MODEL));
  }

  private static Path require(String name) {
    var path = DATA.resolve(name);
    assumeThat(path).as("public data: " + name).exists();
    return path;
  }

  private static Map<String, String> documents(Path folder) throws IOException {
    var documents = new HashMap<String, String>();
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        documents.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return documents;
  }
}
