/// Replays recorded exchanges with model providers through the codecs, without a network: what was
/// asked, what was answered, and every translation of it. Never on the way of a call; the command
/// line and tests use it.
@NullMarked
package dev.headgate.evals.recordings;

import org.jspecify.annotations.NullMarked;
