/// What the doors of all dialects share: a call on its way through the pipeline, and the way
/// between its dialect and the canonical form. Knows no dialect itself.
@NullMarked
package dev.headgate.server.dialects;

import org.jspecify.annotations.NullMarked;
