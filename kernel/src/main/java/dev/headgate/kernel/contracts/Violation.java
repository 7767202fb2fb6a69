package dev.headgate.kernel.contracts;

/// Where a document does not follow its schema.
///
/// @param pointer JSON pointer into the document, empty for its root
/// @param message what is wrong there
public record Violation(String pointer, String message) {
  @Override
  public String toString() {
    return (pointer.isEmpty() ? "the document" : pointer) + ": " + message;
  }
}
