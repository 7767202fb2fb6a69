/// The record of every call: payloads in append-only segment files, an index over them in trace.db.
/// Called by runtime.traces only.
@NullMarked
package dev.headgate.store.traces;

import org.jspecify.annotations.NullMarked;
