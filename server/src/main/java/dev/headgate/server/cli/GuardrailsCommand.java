package dev.headgate.server.cli;

import picocli.CommandLine.Command;

@Command(
    name = "guardrails",
    mixinStandardHelpOptions = true,
    subcommands = GuardrailsCalibrateCommand.class,
    description = "Fits guardrails to what they have to check.")
final class GuardrailsCommand {}
