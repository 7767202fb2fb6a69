package dev.headgate.runtime.prompts;

/// A stretch of a template's source.
sealed interface TemplateToken {
  record Text(String text) implements TemplateToken {}

  /// What stands between `{{` and `}}`, without the marks for whitespace.
  ///
  /// @param offset of the expression in the source
  record Tag(int offset, String expression) implements TemplateToken {}
}
