package dev.headgate.server.cli;

import picocli.CommandLine.Command;

@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    subcommands = {
      EvalRetrievalCommand.class,
      EvalAnswersCommand.class,
      EvalIntentsCommand.class,
      EvalPricesCommand.class,
      EvalRecordingsCommand.class,
      EvalPiiCommand.class,
      EvalInjectionCommand.class,
      EvalModerationCommand.class,
      EvalGroundingCommand.class,
      EvalRoutingCommand.class,
      EvalContractsCommand.class
    },
    description = "Measures how good searching and answering are, on data with known answers.")
final class EvalCommand {}
