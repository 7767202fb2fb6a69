package dev.headgate.store.traces;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

/// Compresses each payload by itself with a dictionary that knows what traces look like: alone, a
/// payload is too short to teach a compressor anything. Thread-safe.
final class PayloadCodec implements AutoCloseable {
  /// Written into each record. A new dictionary gets the next number, and the old one stays.
  static final int CURRENT = 1;

  private static final int LEVEL = 1;
  private static final int MAX_IDLE = 16;

  private final ZstdDictCompress compressing;
  private final ZstdDictDecompress decompressing;
  // The one that was used last is still in the processor's cache.
  private final BlockingDeque<ZstdCompressCtx> idle = new LinkedBlockingDeque<>(MAX_IDLE);

  private PayloadCodec(byte[] dictionary) {
    this.compressing = new ZstdDictCompress(dictionary, LEVEL);
    this.decompressing = new ZstdDictDecompress(dictionary);
  }

  static PayloadCodec load() {
    try (var dictionary = PayloadCodec.class.getResourceAsStream("payload-" + CURRENT + ".dict")) {
      if (dictionary == null) {
        throw new IllegalStateException("the dictionary of trace payloads is missing");
      }
      return new PayloadCodec(dictionary.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Compresses the payload into `target` and returns how many bytes that took.
  ///
  /// @param target has room for [#bound] bytes from `offset` on
  int compress(byte[] payload, byte[] target, int offset) {
    var context = idle.poll();
    if (context == null) {
      context = new ZstdCompressCtx().setContentSize(false).loadDict(compressing);
    }
    try {
      return context.compressByteArray(
          target, offset, target.length - offset, payload, 0, payload.length);
    } finally {
      if (!idle.offerFirst(context)) {
        context.close();
      }
    }
  }

  static int bound(int payloadBytes) {
    return Math.toIntExact(Zstd.compressBound(payloadBytes));
  }

  /// The payload; empty if these bytes are not one.
  Optional<byte[]> decompress(byte[] compressed, int offset, int payloadBytes) {
    var payload = new byte[payloadBytes];
    try (var context = new ZstdDecompressCtx().loadDict(decompressing)) {
      var length =
          context.decompressByteArray(
              payload, 0, payloadBytes, compressed, offset, compressed.length - offset);
      return length == payloadBytes ? Optional.of(payload) : Optional.empty();
    } catch (ZstdException _) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    for (var context = idle.poll(); context != null; context = idle.poll()) {
      context.close();
    }
    compressing.close();
    decompressing.close();
  }
}
