package dev.headgate.server.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Where a command speaks. UTF-8 whatever the locale says, so that a pipe gets what a file holds.
///
/// @param out results
/// @param err progress and problems
/// @param interactive whether somebody watches: lines may be redrawn, text may come in pieces
record Terminal(PrintStream out, PrintStream err, boolean interactive) {
  private static final int BUFFER_BYTES = 8 * 1024;

  @SuppressWarnings("SystemConsoleNull") // without a terminal it is null again since JDK 25
  static Terminal ofThisProcess() {
    var console = System.console();
    return new Terminal(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        console != null && console.isTerminal());
  }

  /// Prints a result and ends the line.
  void print(String text) {
    out.print(text);
    out.print('\n');
    out.flush();
  }

  /// Tells what goes on, or what went wrong.
  void tell(String text) {
    err.print(text);
    err.print('\n');
    err.flush();
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    var file = new FileOutputStream(descriptor);
    return new PrintStream(
        new BufferedOutputStream(file, BUFFER_BYTES), false, StandardCharsets.UTF_8);
  }
}
