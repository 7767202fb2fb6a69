package dev.headgate.server.cli;

import dev.headgate.evals.answers.AnswerCase;
import dev.headgate.evals.answers.AnswerCases;
import dev.headgate.evals.answers.AnswerReport;
import dev.headgate.evals.answers.CitationEvaluation;
import dev.headgate.evals.answers.ContextEvaluation;
import dev.headgate.inference.answers.ExtractiveAnswerer;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.retrieval.CollectionConfig;
import dev.headgate.retrieval.LuceneCollections;
import dev.headgate.retrieval.ingest.SourceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "answers",
    mixinStandardHelpOptions = true,
    description = {
      "Asks embedded/extractive questions whose answers are known.",
      "With --documents, measures how often the right document and passage are cited; without, answers",
      "each question from its own context and measures exact match, F1 and abstention."
    })
final class EvalAnswersCommand implements Action {
  private static final int DEFAULT_HITS = 6;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "Questions as JSONL: question, and context and answers, or references.")
  private Path data = Path.of("");

  @Option(
      names = "--documents",
      paramLabel = "DIR",
      description = "Documents to search, ingested into a temporary collection.")
  private @Nullable Path documents;

  @Option(
      names = "--min-confidence",
      paramLabel = "P",
      description = "An answer below it counts as an abstention; ${DEFAULT-VALUE} by default.")
  private double minConfidence = ExtractiveAnswerer.DEFAULT_MIN_CONFIDENCE;

  @Mixin private TrialOptions trial = new TrialOptions();

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException {
    Houses.silenceLibraries();
    var cases = AnswerCases.read(data);
    try (var models = new EmbeddingModels()) {
      var answerer = new ExtractiveAnswerer(models.require(ExtractiveAnswerer.EMBEDDING_MODEL));
      var report =
          documents == null
              ? new ContextEvaluation(answerer, ContextEvaluation::whole, minConfidence).run(cases)
              : citations(cases, answerer, models, documents, terminal);
      terminal.print(json ? report.json() : report.table());
    }
    return ExitCode.OK;
  }

  private AnswerReport citations(
      List<AnswerCase> cases,
      ExtractiveAnswerer answerer,
      EmbeddingModels models,
      Path folder,
      Terminal terminal)
      throws IOException {
    var temporary = Files.createTempDirectory("headgate-trial-");
    try (var collections =
        new LuceneCollections(
            temporary, folder.toAbsolutePath(), models::require, InstantSource.system())) {
      var config = searching(folder);
      collections.reload(List.of(config));
      try (var bar = new ProgressBar(terminal, "documents", System.nanoTime())) {
        collections.ingest(config.name(), bar::update);
      }
      return new CitationEvaluation(
              collections, answerer, config.name(), DEFAULT_HITS, minConfidence)
          .run(cases, texts(collections, config.name(), folder));
    } finally {
      WarmUpCommand.delete(temporary);
    }
  }

  private CollectionConfig searching(Path folder) throws IOException {
    var settings = trial.settings();
    return new CollectionConfig(
        settings.name(),
        List.of(
            new SourceConfig(
                folder.toAbsolutePath().toString(), SourceConfig.DEFAULT_INCLUDE, List.of())),
        settings.embedding(),
        settings.analysis(),
        settings.search(),
        settings.maxDocumentBytes());
  }

  /// The cleaned texts by document.
  private static Map<String, String> texts(
      LuceneCollections collections, String collection, Path folder) throws IOException {
    var texts = new LinkedHashMap<String, String>();
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        var name = folder.relativize(file).toString().replace('\\', '/');
        collections.documentText(collection, name).ifPresent(text -> texts.put(name, text));
      }
    }
    return texts;
  }
}
