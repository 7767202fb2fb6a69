/// The query router: from a text to the intent that decides which way its call takes. Learns from
/// labelled examples by vectors alone, without a generative model; declared rules come first. Knows
/// nothing of features or tiers: an intent is a name here.
@NullMarked
package dev.headgate.runtime.intents;

import org.jspecify.annotations.NullMarked;
