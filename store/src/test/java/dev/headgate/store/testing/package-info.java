/// Child processes for tests that kill them.
@NullMarked
package dev.headgate.store.testing;

import org.jspecify.annotations.NullMarked;
