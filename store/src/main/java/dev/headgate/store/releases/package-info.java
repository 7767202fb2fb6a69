/// Every state of a feature that was ever served, under the hash of its content. Never changes what
/// it once remembered; called by runtime.features.
@NullMarked
package dev.headgate.store.releases;

import org.jspecify.annotations.NullMarked;
