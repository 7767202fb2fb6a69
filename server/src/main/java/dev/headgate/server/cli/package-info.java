/// The command line tool. Each command reads its options, does its work through a [Session] (a
/// running server, or the data directory in this process) and says how it ended as an [ExitCode].
/// Results go to standard output, progress and problems to standard error.
@NullMarked
package dev.headgate.server.cli;

import org.jspecify.annotations.NullMarked;
