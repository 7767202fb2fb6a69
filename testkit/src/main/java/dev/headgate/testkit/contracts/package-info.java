/// What every implementation of a port must do, as tests: each implementation's own test extends
/// one.
@NullMarked
package dev.headgate.testkit.contracts;

import org.jspecify.annotations.NullMarked;
