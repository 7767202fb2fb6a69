package dev.headgate.kernel.text;

import java.util.function.Predicate;

/// Turns patterns that a project declares into what finds them in a text. Thread-safe; a match
/// takes time that is linear in the text, whatever the pattern.
@FunctionalInterface
public interface PatternCompiler {
  /// What says whether the pattern occurs in a text. Thread-safe.
  ///
  /// @throws IllegalArgumentException with what is wrong in the pattern
  Predicate<String> compile(String pattern);
}
