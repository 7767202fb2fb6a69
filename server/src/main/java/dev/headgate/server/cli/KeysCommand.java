package dev.headgate.server.cli;

import picocli.CommandLine.Command;

@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    subcommands = {
      KeysCreateCommand.class,
      KeysListCommand.class,
      KeysRotateCommand.class,
      KeysExpireCommand.class,
      KeysRevokeCommand.class
    },
    description = "Makes, lists and ends the API keys that callers send.")
final class KeysCommand {}
