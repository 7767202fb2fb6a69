package dev.headgate.server.cli;

import dev.headgate.evals.retrieval.RetrievalEvaluation;
import dev.headgate.evals.retrieval.RetrievalReport;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.retrieval.LuceneTrialCollection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "retrieval",
    mixinStandardHelpOptions = true,
    description = {
      "Ingests judged data into a temporary collection, and compares BM25, vectors and both:",
      "nDCG@10, recall@10 and @100, MRR@10, documents/s and ms per question."
    })
final class EvalRetrievalCommand implements Action {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "A folder in BEIR's shape: corpus.jsonl, queries.jsonl, qrels.tsv.")
  private Path data = Path.of("");

  @Mixin private TrialOptions trial = new TrialOptions();

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException {
    Houses.silenceLibraries();
    var settings = trial.settings();
    RetrievalReport report;
    try (var bar = new ProgressBar(terminal, "corpus", System.nanoTime());
        var models = new EmbeddingModels();
        var collection =
            new LuceneTrialCollection(
                settings,
                models.require(settings.embedding().model()),
                InstantSource.system(),
                bar::update)) {
      report = RetrievalEvaluation.run(data, collection);
    }
    terminal.print(json ? report.json() : report.table());
    return ExitCode.OK;
  }
}
