/// Traces under faults: crashes, full disks, turned bits.
@NullMarked
package dev.headgate.store.traces;

import org.jspecify.annotations.NullMarked;
