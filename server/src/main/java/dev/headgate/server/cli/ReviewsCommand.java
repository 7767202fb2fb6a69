package dev.headgate.server.cli;

import picocli.CommandLine.Command;

@Command(
    name = "reviews",
    mixinStandardHelpOptions = true,
    subcommands = {
      ReviewsListCommand.class,
      ReviewsShowCommand.class,
      ReviewsAssignCommand.class,
      ReviewsAnswerCommand.class
    },
    description = "Lists, assigns and answers the calls that wait for a person.")
final class ReviewsCommand {}
