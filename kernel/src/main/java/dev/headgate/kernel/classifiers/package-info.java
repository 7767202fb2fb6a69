/// What is learned from a few labelled texts: vectors become labels, with probabilities that hold.
/// Knows neither what a label stands for nor what follows from it; intents and topics are told
/// apart by it.
@NullMarked
package dev.headgate.kernel.classifiers;

import org.jspecify.annotations.NullMarked;
