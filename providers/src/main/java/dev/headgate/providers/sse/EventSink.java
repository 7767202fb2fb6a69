package dev.headgate.providers.sse;

/// Takes the events of a stream, one by one.
@FunctionalInterface
public interface EventSink {
  /// @param type of the event, `message` if the stream names none
  /// @param data holds the event's data in `data[0, length)`, only during this call
  void accept(String type, byte[] data, int length);
}
