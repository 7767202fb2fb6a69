/// The port to JSON Schema: what a feature's input and output must look like, how an output is
/// found in what a model writes, and when a model that is still writing can no longer be right.
@NullMarked
package dev.headgate.kernel.contracts;

import org.jspecify.annotations.NullMarked;
