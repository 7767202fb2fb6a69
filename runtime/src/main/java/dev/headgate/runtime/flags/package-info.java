/// Switches that are declared, and set while the house runs: what a risky path hangs on. Who set
/// one last, and when, is kept.
@NullMarked
package dev.headgate.runtime.flags;

import org.jspecify.annotations.NullMarked;
