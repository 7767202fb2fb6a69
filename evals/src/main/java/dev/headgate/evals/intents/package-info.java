/// How well texts are told apart by what they want: accuracy, what belongs to no intent, and
/// whether the probabilities hold. Learns and asks through the query router's own classes.
@NullMarked
package dev.headgate.evals.intents;

import org.jspecify.annotations.NullMarked;
