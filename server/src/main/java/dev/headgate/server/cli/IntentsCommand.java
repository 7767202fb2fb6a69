package dev.headgate.server.cli;

import picocli.CommandLine.Command;

@Command(
    name = "intents",
    mixinStandardHelpOptions = true,
    subcommands = IntentsTestCommand.class,
    description = "How well a feature tells calls apart by what they want.")
final class IntentsCommand {}
