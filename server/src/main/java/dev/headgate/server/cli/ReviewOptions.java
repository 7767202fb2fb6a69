package dev.headgate.server.cli;

import dev.headgate.runtime.access.Account;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which review a command is about.
final class ReviewOptions {
  @Parameters(
      index = "0",
      paramLabel = "ID",
      description = "The review's id, as \"headgate reviews list\" shows it.")
  String id = "";

  @Option(
      names = "--of",
      paramLabel = "PROJECT",
      description =
          "The project of headgate.yaml that the review belongs to; ${DEFAULT-VALUE} by default.")
  String project = Account.DEFAULT_PROJECT;

  @Mixin ProjectOptions folder = new ProjectOptions();

  @Option(names = "--json", description = "Prints one JSON object.")
  boolean json;

  /// Below the address of the server.
  String path() {
    return "/admin/reviews/" + DeskRequest.encoded(id);
  }

  static String line(JsonObject review) {
    var assignee = review.string("assignee");
    return "%s  %s  %s%s"
        .formatted(
            review.string("id"),
            review.string("feature"),
            review.string("state"),
            assignee.isEmpty() ? "" : "  " + assignee);
  }
}
