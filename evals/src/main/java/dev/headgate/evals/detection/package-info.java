/// How well a detector tells texts that it should find from all others: area under the curve,
/// recall at a share of false alarms, accuracy by source.
@NullMarked
package dev.headgate.evals.detection;

import org.jspecify.annotations.NullMarked;
