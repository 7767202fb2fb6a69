/// The detectors that Headgate brings, as kinds that declarations may name. They know texts and
/// nothing of calls; the guardrails of the runtime run them.
@NullMarked
package dev.headgate.guardrails;

import org.jspecify.annotations.NullMarked;
