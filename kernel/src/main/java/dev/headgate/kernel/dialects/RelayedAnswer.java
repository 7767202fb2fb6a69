package dev.headgate.kernel.dialects;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// A provider's answer on its way through. Closing it before its end closes the provider's
/// connection; after its end the connection goes back to the pool.
public interface RelayedAnswer extends AutoCloseable {
  int status();

  /// The provider's `Content-Type`, empty if it sent none.
  String contentType();

  /// Bytes of the body, or -1 if the provider did not say.
  default long contentLength() {
    return -1;
  }

  Optional<Duration> retryAfter();

  /// Reads what has arrived, at least one byte, or -1 at the declared end of the body. A body that
  /// ends early throws [dev.headgate.kernel.errors.CallFailed] with `PROVIDER_TRUNCATED`.
  int read(byte[] buffer);

  /// The provider's own id of the request, empty if it gave none.
  default String requestId() {
    return "";
  }

  /// Tokens that were read, where a header says so and not the body.
  default OptionalLong inputTokens() {
    return OptionalLong.empty();
  }

  /// The tier at which it was served, where a header says so; else empty.
  default String servedTier() {
    return "";
  }

  /// Nothing more is wanted: reads to the end if that is near, so that the connection can be kept,
  /// and closes.
  default void finish() {
    close();
  }

  @Override
  void close();
}
