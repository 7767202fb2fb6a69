/// Model providers that do what a test says: real servers on loopback sockets, with every fault
/// that a real one shows, and a record of what they were asked.
@NullMarked
package dev.headgate.testkit.providers;

import org.jspecify.annotations.NullMarked;
