/// Builds the house once, like a parts list, and closes it in reverse. The only room that may read
/// the system's clock, chance and environment; called by the command line.
@NullMarked
package dev.headgate.server.boot;

import org.jspecify.annotations.NullMarked;
