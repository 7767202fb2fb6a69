/// Answers a question in the words of the documents: finds the sentences that answer it, quotes
/// them exactly and says how sure it is. Never writes a word of its own and asks no generative
/// model.
@NullMarked
package dev.headgate.inference.answers;

import org.jspecify.annotations.NullMarked;
