/// What the doors hand to the pipeline and what they get back: calls, the answers to them, and the
/// ports through which a dialect translates. Words only; nothing here decides.
@NullMarked
package dev.headgate.runtime.pipeline.calls;

import org.jspecify.annotations.NullMarked;
