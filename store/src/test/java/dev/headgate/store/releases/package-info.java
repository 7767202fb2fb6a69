/// What is remembered of releases.
@NullMarked
package dev.headgate.store.releases;

import org.jspecify.annotations.NullMarked;
