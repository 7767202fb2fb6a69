package dev.headgate.server.cli;

import dev.headgate.contracts.JsonSchemas;
import dev.headgate.evals.contracts.ContractCases;
import dev.headgate.evals.contracts.ContractEvaluation;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "contracts",
    mixinStandardHelpOptions = true,
    description = {
      "Measures whether what is judged of a document while it is written agrees with what is judged"
          + " of it when it is whole.",
      "FILE is JSONL {schema, instance, valid} or {schema, instances: [{instance, valid}]}."
    })
final class EvalContractsCommand implements Action {
  private static final int MOST = 10_000;

  @Option(names = "--data", required = true, paramLabel = "FILE", description = "The documents.")
  private Path data = Path.of("");

  @Option(
      names = "--piece",
      paramLabel = "N",
      description = "Characters of each piece that is judged; ${DEFAULT-VALUE} by default.")
  private int piece = 4;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException {
    if (piece < 1 || piece > MOST) {
      throw new CommandFailed(
          ExitCode.USAGE, "--piece is %d; it is 1 to %d".formatted(piece, MOST));
    }
    var report = new ContractEvaluation(new JsonSchemas(), piece).run(ContractCases.read(data));
    terminal.print(json ? report.json() : report.table());
    return ExitCode.OK;
  }
}
