package dev.headgate.runtime.prompts;

/// A mistake in a template's syntax, after which reading on makes no sense.
final class TemplateError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int offset;

  TemplateError(int offset, String message) {
    super(message, null, false, false);
    this.offset = offset;
  }

  int offset() {
    return offset;
  }
}
