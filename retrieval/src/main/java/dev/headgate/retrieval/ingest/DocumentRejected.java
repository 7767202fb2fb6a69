package dev.headgate.retrieval.ingest;

/// A document cannot be taken in; the run goes on. The message is shown to the user.
public final class DocumentRejected extends Exception {
  private static final long serialVersionUID = 1;

  public DocumentRejected(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
