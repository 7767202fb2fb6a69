package dev.headgate.server.cli;

import dev.headgate.evals.recordings.RecordingEvaluation;
import dev.headgate.evals.recordings.Recordings;
import dev.headgate.providers.Codecs;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "recordings",
    mixinStandardHelpOptions = true,
    description = {
      "Replays recorded exchanges with model providers through every dialect, without a network:",
      "requests, answers, streams in any split, and errors. Exit code 1 if one of them fails."
    })
final class EvalRecordingsCommand implements Action {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "Recorded pairs as JSONL: id, provider, endpoint, request, response.")
  private Path data = Path.of("");

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException {
    var report = new RecordingEvaluation(Codecs.ALL).run(Recordings.read(data));
    terminal.print(json ? report.json() : report.table());
    return report.isPassed() ? ExitCode.OK : ExitCode.FAILED;
  }
}
