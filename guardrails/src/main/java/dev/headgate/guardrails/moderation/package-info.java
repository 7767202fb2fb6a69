/// Requests and answers that do harm, and abuse: small heads over the vectors that other guardrails
/// read too, their cues, a lexicon and the model pack. Made by the project itself; the card in the
/// pack says from what.
@NullMarked
package dev.headgate.guardrails.moderation;

import org.jspecify.annotations.NullMarked;
