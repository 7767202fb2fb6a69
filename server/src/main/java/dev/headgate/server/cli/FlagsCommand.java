package dev.headgate.server.cli;

import picocli.CommandLine.Command;

@Command(
    name = "flags",
    mixinStandardHelpOptions = true,
    subcommands = {FlagsListCommand.class, FlagsSetCommand.class},
    description = "Shows and sets the switches that tiers and features hang on.")
final class FlagsCommand {}
