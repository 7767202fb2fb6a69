package dev.headgate.server.cli;

import dev.headgate.evals.routing.RoutingCases;
import dev.headgate.evals.routing.RoutingEvaluation;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.runtime.difficulty.Target;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "routing",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what is left of a strong model's quality when a cheap one gets the easy prompts,",
      "told apart as a model with \"difficulty\" does.",
      "FILE is JSONL: text, easy and hard (the quality of either model's answer, 0 to 1), and source",
      "if known. Prompts are tried by what was learned from others."
    })
final class EvalRoutingCommand implements Action {
  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "Prompts of which each fifth is tried by what was learned from the rest.")
  private @Nullable Path data;

  @Option(
      names = "--by-source",
      description = "With --data: prompts of one source are never both learned from and tried.")
  private boolean bySource;

  @Option(names = "--train", paramLabel = "FILE", description = "Prompts to learn from.")
  private @Nullable Path train;

  @Option(names = "--test", paramLabel = "FILE", description = "Prompts to try it on.")
  private @Nullable Path test;

  @Option(
      names = "--target-share",
      paramLabel = "P",
      description = "Sets the threshold so that the easy model gets this share of the prompts.")
  private @Nullable Double share;

  @Option(
      names = "--target-quality",
      paramLabel = "P",
      description =
          "Sets the threshold so that this part of the hard model's quality is left; 0.95 by"
              + " default.")
  private @Nullable Double quality;

  @Option(
      names = "--embedding",
      paramLabel = "NAME",
      description = "The embedding model; ${DEFAULT-VALUE} by default.")
  private String embedding = EmbeddingModels.FASTEST;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException {
    var target = target();
    Houses.silenceLibraries();
    try (var models = new EmbeddingModels()) {
      var evaluation = new RoutingEvaluation(models.require(embedding), target);
      if (data != null && train == null && test == null) {
        var report = evaluation.crossValidated(RoutingCases.read(data), bySource);
        terminal.print(json ? report.json() : report.table());
      } else if (data == null && train != null && test != null && !bySource) {
        var report = evaluation.trained(RoutingCases.read(train), RoutingCases.read(test));
        terminal.print(json ? report.json() : report.table());
      } else {
        throw new CommandFailed(
            ExitCode.USAGE, "name --data, with --by-source or without; or --train and --test");
      }
    }
    return ExitCode.OK;
  }

  private Target target() {
    if (share != null && quality != null) {
      throw new CommandFailed(
          ExitCode.USAGE, "--target-share and --target-quality set the same threshold; name one");
    }
    if (share != null) {
      return new Target.Share(part("--target-share", share));
    }
    return new Target.Quality(
        quality == null ? Target.USUAL_QUALITY : part("--target-quality", quality));
  }

  private static double part(String option, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new CommandFailed(ExitCode.USAGE, option + " is from 0 to 1, not " + value);
    }
    return value;
  }
}
