package dev.headgate.runtime.access;

import org.jspecify.annotations.Nullable;

/// What is known of one single call at the door, beside who makes it.
///
/// @param dataClass what its header says, empty if nothing
/// @param lineage of the calls that led to this one
/// @param deadline when the call has to end, as `System.nanoTime` tells; null if nobody cares
public record Visit(String dataClass, Lineage lineage, @Nullable Long deadline, Notices notices) {
  public static final Visit PLAIN = new Visit("", Lineage.ROOT, null, Notices.NONE);
}
