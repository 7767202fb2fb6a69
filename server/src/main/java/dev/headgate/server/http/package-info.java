/// The front door: sockets, limits, routes and errors. The HTTP library is known here and nowhere
/// else; dialects see an [HttpCall]. Never knows what a call means.
@NullMarked
package dev.headgate.server.http;

import org.jspecify.annotations.NullMarked;
