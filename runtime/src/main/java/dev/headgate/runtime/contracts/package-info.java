/// What a feature's input and output must look like: reads the contract of a declaration, judges an
/// input, finds a model's output and judges it, says what a model should mend, and changes values
/// in the declared ways. Asks no model itself.
@NullMarked
package dev.headgate.runtime.contracts;

import org.jspecify.annotations.NullMarked;
