/// The gateway's own HTTP/1.1 client: blocking sockets, a bounded pool, a deadline for every phase,
/// and a strict reading of what comes back. Sends a request once; repeats it only when the server
/// provably did not start. Never follows redirects, never unpacks, never falls back to plain text.
@NullMarked
package dev.headgate.providers.http;

import org.jspecify.annotations.NullMarked;
