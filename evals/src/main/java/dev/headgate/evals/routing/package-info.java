/// What is left of a strong model's quality when a cheap one gets the prompts that are likely easy.
/// Learns and asks through the classes that choose between the two, and tries them on prompts that
/// they had not learned from.
@NullMarked
package dev.headgate.evals.routing;

import org.jspecify.annotations.NullMarked;
