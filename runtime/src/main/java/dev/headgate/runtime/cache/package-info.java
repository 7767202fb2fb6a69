/// Answers that were given before to the very same request. A hit costs nothing and asks nobody; it
/// comes after the caller was let in and its limits were met, and never crosses a project. Holds
/// whole answers only, in memory: to lose them costs a call each.
@NullMarked
package dev.headgate.runtime.cache;

import org.jspecify.annotations.NullMarked;
