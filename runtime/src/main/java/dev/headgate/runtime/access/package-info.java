/// Who calls, and what was agreed with it: API key to caller, project, scope. Keys are known as
/// hashes, compared in constant time. Called by the door before anything else, and by `headgate
/// keys`; never counts anything.
@NullMarked
package dev.headgate.runtime.access;

import org.jspecify.annotations.NullMarked;
