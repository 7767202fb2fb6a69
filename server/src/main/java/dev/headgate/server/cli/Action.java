package dev.headgate.server.cli;

import java.io.IOException;

/// A command that does something. Its options are picocli's; a group of commands is no action.
interface Action {
  /// May throw [CommandFailed], [dev.headgate.kernel.errors.CallFailed] or an `IOException`: each
  /// is shown as one sentence.
  ExitCode run(Terminal terminal) throws IOException, InterruptedException;
}
