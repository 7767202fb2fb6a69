/// Patterns that a project writes itself, matched in time that grows with the text and nothing
/// else.
@NullMarked
package dev.headgate.guardrails.patterns;

import org.jspecify.annotations.NullMarked;
