/// What a check of a text finds and decides, and the port to whatever finds. Guardrails of the
/// runtime call detectors; detectors know nothing of calls, features or modes.
@NullMarked
package dev.headgate.kernel.guardrails;

import org.jspecify.annotations.NullMarked;
