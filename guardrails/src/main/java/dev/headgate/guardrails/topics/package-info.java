/// What a text is about: topics that a feature allows and topics that it refuses, learned at load
/// from a few examples of each.
@NullMarked
package dev.headgate.guardrails.topics;

import org.jspecify.annotations.NullMarked;
