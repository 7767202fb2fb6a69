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

  /// OpenAI's responses, whose events are numbered. The error stands in it twice, as the API's
  /// description has it and as its clients look for it.
  ErrorShape NUMBERED_EVENT =
      new ErrorShape() {
        @Override
        public byte[] body(CallFailed failure) {
          return ErrorResponses.body(failure);
        }

        @Override
        public byte[] lastEvent(CallFailed failure) {
          return lastEvent(failure, 0);
        }

        @Override
        public boolean isNumbered() {
          return true;
        }

        @Override
        public byte[] lastEvent(CallFailed failure, int sent) {
          return EventStream.event("error", ErrorResponses.numbered(failure, sent));
        }
      };

  /// The body of an answer that is an error.
  byte[] body(CallFailed failure);

  /// What ends a stream of events that broke, so that no client takes it for an end.
  byte[] lastEvent(CallFailed failure);

  /// Whether what is sent as it comes is one JSON array, and an error one of its elements.
  default boolean isArray() {
    return false;
  }

  /// Whether the events of a stream are numbered.
  default boolean isNumbered() {
    return false;
  }

  /// The last event where it tells its place.
  ///
  /// @param sent events before it, 0 where they are not numbered
  default byte[] lastEvent(CallFailed failure, int sent) {
    return lastEvent(failure);
  }
}
