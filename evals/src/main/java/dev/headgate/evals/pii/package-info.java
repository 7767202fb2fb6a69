/// How well a detector finds personal data: spans with labels, judged one by one. Asks a detector
/// only; knows no call.
@NullMarked
package dev.headgate.evals.pii;

import org.jspecify.annotations.NullMarked;
