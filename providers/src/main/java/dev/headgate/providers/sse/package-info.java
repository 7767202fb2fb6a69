/// Reads server-sent events from bytes, however they were split. Knows nothing of what is in them.
@NullMarked
package dev.headgate.providers.sse;

import org.jspecify.annotations.NullMarked;
