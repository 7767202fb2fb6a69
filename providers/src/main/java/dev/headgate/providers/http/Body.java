package dev.headgate.providers.http;

import java.io.EOFException;
import java.io.IOException;

/// The body of an answer, unframed: by length, by chunks, or up to the end of the connection. Never
/// waits for more once it has something to return. Not thread-safe.
final class Body {
  private enum Next {
    BYTES,
    CHUNK_SIZE,
    CHUNK_END,
    TRAILER,
    REST,
    NOTHING
  }

  // 15 hexadecimal digits fit a long; no chunk is that large.
  private static final int MAX_SIZE_DIGITS = 15;
  private static final int MAX_TRAILERS = 100;

  private final ByteSource source;
  private final boolean chunked;
  private final long maxBytes;
  private Next next;
  private long remaining;
  private long received;
  private int trailers;

  Body(ByteSource source, ResponseHead head, long maxBytes) throws MalformedAnswer {
    this.source = source;
    this.maxBytes = maxBytes;
    this.chunked = head.hasBody() && head.isChunked();
    if (!head.hasBody() || head.contentLength() == 0) {
      next = Next.NOTHING;
    } else if (chunked) {
      next = Next.CHUNK_SIZE;
    } else if (head.contentLength() > 0) {
      next = Next.BYTES;
      remaining = head.contentLength();
      count(remaining);
    } else {
      next = Next.REST;
    }
  }

  /// Whether the last byte has been read.
  boolean isDone() {
    return next == Next.NOTHING;
  }

  /// Whether the connection can carry another answer once this one is done.
  boolean leavesConnectionUsable() {
    return isDone() && source.isEmpty();
  }

  /// At least one byte, or -1 at the end.
  ///
  /// @throws EOFException if the connection ends before the body does
  int read(byte[] target, int offset, int length) throws IOException {
    return chunked ? readChunks(target, offset, length) : readPlain(target, offset, length);
  }

  private int readPlain(byte[] target, int offset, int length) throws IOException {
    if (next == Next.NOTHING) {
      return -1;
    }
    var wanted = next == Next.REST ? length : (int) Math.min(length, remaining);
    var got = source.readDirectly(target, offset, wanted);
    if (next == Next.BYTES) {
      if (got < 0) {
        throw new EOFException("the connection ended " + remaining + " bytes early");
      }
      remaining -= got;
      if (remaining == 0) {
        next = Next.NOTHING;
      }
    } else if (got < 0) {
      next = Next.NOTHING;
    } else {
      count(got);
    }
    return got;
  }

  private int readChunks(byte[] target, int offset, int length) throws IOException {
    var filled = 0;
    while (true) {
      if (next == Next.NOTHING) {
        return filled > 0 ? filled : -1;
      }
      if (next != Next.BYTES) {
        if (filled > 0 && !source.hasLine()) {
          return filled;
        }
        readLine();
      } else {
        if (filled == length || (filled > 0 && source.isEmpty())) {
          return filled;
        }
        var wanted = (int) Math.min(length - filled, remaining);
        var got = source.read(target, offset + filled, wanted);
        if (got < 0) {
          throw new EOFException("the connection ended within a chunk");
        }
        filled += got;
        remaining -= got;
        if (remaining == 0) {
          next = Next.CHUNK_END;
        }
      }
    }
  }

  private void readLine() throws IOException {
    var end = source.lineEnd();
    var start = source.position();
    switch (next) {
      case CHUNK_SIZE -> {
        remaining = chunkSize(source.buffer(), start, end);
        count(remaining);
        next = remaining == 0 ? Next.TRAILER : Next.BYTES;
      }
      case CHUNK_END -> {
        if (start != end) {
          throw new MalformedAnswer("a chunk longer than it says");
        }
        next = Next.CHUNK_SIZE;
      }
      case TRAILER -> {
        if (start == end) {
          next = Next.NOTHING;
        } else if (++trailers > MAX_TRAILERS) {
          throw new MalformedAnswer("more than " + MAX_TRAILERS + " trailers");
        }
      }
      case BYTES, REST, NOTHING -> throw new IllegalStateException("no line expected: " + next);
    }
    source.moveTo(end + 2);
  }

  private static long chunkSize(byte[] bytes, int from, int to) throws MalformedAnswer {
    var size = 0L;
    var at = from;
    while (at < to && Character.digit(bytes[at], 16) >= 0) {
      size = size << 4 | Character.digit(bytes[at], 16);
      at++;
    }
    // A semicolon begins an extension; nobody uses them, and nothing in one matters here.
    if (at == from || at - from > MAX_SIZE_DIGITS || (at < to && bytes[at] != ';')) {
      throw new MalformedAnswer("a chunk size that is not a hexadecimal number");
    }
    return size;
  }

  private void count(long bytes) throws MalformedAnswer {
    received += bytes;
    if (received > maxBytes) {
      throw new MalformedAnswer(
          "a body longer than " + maxBytes + " bytes; raise max-response if that is expected");
    }
  }
}
