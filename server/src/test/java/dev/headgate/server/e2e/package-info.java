/// Whole processes under fault: the command line tool as a child JVM on a project folder, with real
/// sockets, SQLite and Lucene, and a scripted provider for whatever a provider may do.
@NullMarked
package dev.headgate.server.e2e;

import org.jspecify.annotations.NullMarked;
