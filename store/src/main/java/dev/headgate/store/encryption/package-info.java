/// Keys under which texts of people lie on disk: a master key that wraps one data key per subject,
/// so that deleting a row of core.db makes everything that was encrypted under it unreadable. Never
/// prints a key; called by the rooms of store.
@NullMarked
package dev.headgate.store.encryption;

import org.jspecify.annotations.NullMarked;
