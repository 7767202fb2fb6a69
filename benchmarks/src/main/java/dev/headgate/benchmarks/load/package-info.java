/// Load on a server from the outside, open loop, over plain sockets: calls at planned times,
/// streams, readers that do not keep up, connections that do nothing; and the provider behind the
/// server, whose script travels in the message. Cheap, since it shares the cores with what it
/// measures. The benchmarks call it.
@NullMarked
package dev.headgate.benchmarks.load;

import org.jspecify.annotations.NullMarked;
