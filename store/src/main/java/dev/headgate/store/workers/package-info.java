/// The store's own threads. They are few, live as long as what they serve, and are never
/// interrupted, since an interrupt closes the files under others. Used by the rooms of store only.
@NullMarked
package dev.headgate.store.workers;

import org.jspecify.annotations.NullMarked;
