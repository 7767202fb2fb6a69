/// Measures how well a collection's settings find what people judged relevant. Builds its own
/// temporary collection through the kernel's ports; never touches a declared one.
@NullMarked
package dev.headgate.evals.retrieval;

import org.jspecify.annotations.NullMarked;
