/// Every way a call can end without an answer. Knows nothing of HTTP: statuses live in one place at
/// the front door.
@NullMarked
package dev.headgate.kernel.errors;

import org.jspecify.annotations.NullMarked;
