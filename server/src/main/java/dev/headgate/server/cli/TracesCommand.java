package dev.headgate.server.cli;

import picocli.CommandLine.Command;

@Command(
    name = "traces",
    mixinStandardHelpOptions = true,
    subcommands = {TracesListCommand.class, TracesShowCommand.class},
    description = "Shows the records of calls.")
final class TracesCommand {}
