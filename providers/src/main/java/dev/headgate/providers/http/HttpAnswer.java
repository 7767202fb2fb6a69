package dev.headgate.providers.http;

import dev.headgate.kernel.errors.CallFailed;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// An answer on its way in: its headers are here, its body is read as it arrives. Closing it before
/// the end closes the connection; at the end the connection goes back to the pool by itself. Not
/// thread-safe.
public final class HttpAnswer implements AutoCloseable {
  // As many digits as a long holds in any case.
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");

  private final ResponseHead head;
  private final Body body;
  private final Connection connection;
  private final Lease lease;
  private final long idleNanos;
  private final Failures failures;
  private long waitNanos;
  private Deadline waiting = Deadline.FIRST_TOKEN;

  HttpAnswer(
      ResponseHead head,
      Body body,
      Connection connection,
      Lease lease,
      Timeouts timeouts,
      Failures failures) {
    this.head = head;
    this.body = body;
    this.connection = connection;
    this.lease = lease;
    this.idleNanos = timeouts.idle().toNanos();
    this.waitNanos = timeouts.firstToken().toNanos();
    this.failures = failures;
    if (body.isDone()) {
      end();
    }
  }

  public int status() {
    return head.status();
  }

  /// Empty if there is none.
  public String contentType() {
    return head.contentType();
  }

  /// Bytes of the body, or -1 if the provider did not say.
  public long contentLength() {
    return head.contentLength();
  }

  /// As it was sent: seconds or a date.
  public Optional<String> retryAfter() {
    return Optional.ofNullable(head.retryAfter());
  }

  /// The provider's own id of the request: `x-request-id`, `request-id` or `x-amzn-requestid`.
  public Optional<String> requestId() {
    return Optional.ofNullable(head.requestId());
  }

  /// The type of an error where a header says it: `x-amzn-errortype`.
  public Optional<String> errorType() {
    return Optional.ofNullable(head.errorType());
  }

  /// Tokens that were read, where a header says so: `x-amzn-bedrock-input-token-count`.
  public OptionalLong inputTokens() {
    var count = head.inputTokens();
    return count != null && COUNT.matcher(count).matches()
        ? OptionalLong.of(Long.parseLong(count))
        : OptionalLong.empty();
  }

  /// The tier at which it was served, where a header says so: `x-gemini-service-tier`; else empty.
  public String servedTier() {
    var tier = head.servedTier();
    return tier == null ? "" : tier;
  }

  /// Reads what has arrived, at least one byte, or -1 at the end of the body.
  public int read(byte[] target, int offset, int length) {
    if (body.isDone()) {
      return -1;
    }
    try {
      connection.waitFor(waiting, waitNanos);
      var count = body.read(target, offset, length);
      connection.waitForNothing();
      waiting = Deadline.IDLE;
      waitNanos = idleNanos;
      if (body.isDone()) {
        end();
      }
      return count;
    } catch (IOException e) {
      var failure = failures.reading(e, connection, lease.cancellation());
      lease.abandon();
      throw failure;
    }
  }

  /// Reads to the end if that is near, so that the connection can be kept; closes it otherwise.
  public void finish(Duration patience) {
    var scrap = new byte[ByteSource.BUFFER_BYTES];
    waiting = Deadline.IDLE;
    waitNanos = patience.toNanos();
    try {
      var _ = read(scrap, 0, scrap.length);
    } catch (CallFailed _) {
      // The answer itself is complete.
    }
    close();
  }

  @Override
  public void close() {
    lease.abandon();
  }

  private void end() {
    if (head.keepsConnection() && body.leavesConnectionUsable()) {
      lease.giveBack();
    } else {
      lease.abandon();
    }
  }
}
