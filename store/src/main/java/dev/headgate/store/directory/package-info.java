/// The data directory: who owns it, where things lie in it, and the reserve that is given up when
/// the disk is full. Knows nothing of what the files hold. Opened first and closed last by
/// server.boot and by the CLI.
@NullMarked
package dev.headgate.store.directory;

import org.jspecify.annotations.NullMarked;
