package dev.headgate.kernel.chat;

/// Takes an answer's text piece by piece, as it arrives. May throw
/// [dev.headgate.kernel.errors.CallFailed] to stop the generation.
@FunctionalInterface
public interface TextSink {
  void accept(String delta);
}
