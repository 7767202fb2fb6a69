package dev.headgate.providers.http;

import java.io.IOException;

/// The provider broke HTTP or one of our limits. The message is shown to callers: it never holds
/// bytes of the answer.
final class MalformedAnswer extends IOException {
  private static final long serialVersionUID = 1;

  MalformedAnswer(String message) {
    super(message);
  }
}
