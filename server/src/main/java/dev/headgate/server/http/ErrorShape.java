package dev.headgate.server.http;

import dev.headgate.kernel.errors.CallFailed;

/// How a door tells its callers about a failure, in the words that their clients expect. The status
/// is the same at every door.
public interface ErrorShape {
  /// OpenAI's, whose streams have events without names.
  ErrorShape OPENAI =
      new ErrorShape() {
        @Override
        public byte[] body(CallFailed failure) {
          return ErrorResponses.body(failure);
        }

        @Override
        public byte[] lastEvent(CallFailed failure) {
          return EventStream.event(null, body(failure));
        }
      };

  /// OpenAI's error under an event called `error`.
  ErrorShape NAMED_EVENT =
      new ErrorShape() {
        @Override
        public byte[] body(CallFailed failure) {
          return ErrorResponses.body(failure);
        }

        @Override
        public byte[] lastEvent(CallFailed failure) {
          return EventStream.event("error", body(failure));
        }
      };

  /// The shape for one call, where several kinds of clients share an address.
  default ErrorShape of(HttpCall call) {
    return this;
  }

  /// The body of an answer that is an error.
  byte[] body(CallFailed failure);

  /// What ends a stream of events that broke, so that no client takes it for an end.
  byte[] lastEvent(CallFailed failure);
}
