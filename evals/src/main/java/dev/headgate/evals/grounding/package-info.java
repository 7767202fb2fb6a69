/// How well answers that documents bear out are told from those that they do not: balanced
/// accuracy, F1, area under the curve, and the time that a claim takes.
@NullMarked
package dev.headgate.evals.grounding;

import org.jspecify.annotations.NullMarked;
