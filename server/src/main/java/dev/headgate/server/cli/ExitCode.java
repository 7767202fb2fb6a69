package dev.headgate.server.cli;

/// How a command ended, for scripts. The numbers are API and never change.
enum ExitCode {
  OK(0, "The command did what was asked."),
  FAILED(1, "The command could not do what was asked; the message says why."),
  USAGE(2, "The command line was wrong: an unknown option, a missing argument."),
  DECLARATIONS(3, "There is no project here, or its declarations have mistakes; each is printed."),
  UNAVAILABLE(
      4,
      "Another process uses the data directory, or the server does not answer: try again later."),
  INCOMPLETE(5, "Some documents could not be ingested; all others were.");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  int number() {
    return number;
  }

  String meaning() {
    return meaning;
  }
}
