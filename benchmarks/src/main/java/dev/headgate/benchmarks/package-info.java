/// Measures what the goals name, one main class each. Nothing else calls it.
@NullMarked
package dev.headgate.benchmarks;

import org.jspecify.annotations.NullMarked;
