/// The order of all rooms. Deterministic: the model contributes at named steps and never decides
/// where its output goes.
@NullMarked
package dev.headgate.runtime.pipeline;

import org.jspecify.annotations.NullMarked;
