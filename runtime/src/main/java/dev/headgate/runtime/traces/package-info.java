/// The record of a call while it runs: spans, usage, candidates, answer. Written whole when the
/// call ends.
@NullMarked
package dev.headgate.runtime.traces;

import org.jspecify.annotations.NullMarked;
