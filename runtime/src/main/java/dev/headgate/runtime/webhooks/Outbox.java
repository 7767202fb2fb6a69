package dev.headgate.runtime.webhooks;

import java.util.List;

/// Messages that wait to be told.
///
/// @param <T> a message
public interface Outbox<T> {
  /// What is due, oldest first.
  List<T> due(long nowMillis);

  /// Its id, which the receiver sees.
  String id(T message);

  /// When it came up.
  long atMillis(T message);

  /// How often it was tried.
  int attempts(T message);

  /// JSON of what is told; empty if there is nothing to tell any more.
  byte[] body(T message);

  /// The message for the log, without anybody's text.
  String text(T message);

  /// It was taken, or there is nobody to take it.
  void delivered(T message);

  /// It was not taken; try again then.
  void retry(T message, long atMillis);

  /// Nobody will take it any more.
  void giveUp(T message);
}
