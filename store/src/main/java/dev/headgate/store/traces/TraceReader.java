package dev.headgate.store.traces;

import dev.headgate.store.encryption.DataKeys;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Reads one record and opens what is sealed in it.
final class TraceReader {
  private static final byte[] NOTHING = {};

  private final SegmentFolder folder;
  private final DataKeys keys;
  private final PayloadCodec codec;

  TraceReader(SegmentFolder folder, DataKeys keys, PayloadCodec codec) {
    this.folder = folder;
    this.keys = keys;
    this.codec = codec;
  }

  /// The trace; empty if its segment has been deleted.
  Optional<StoredTrace> read(TraceIndex.Entry place) throws IOException {
    try (var channel = FileChannel.open(folder.path(place.segment()), StandardOpenOption.READ)) {
      var header = SegmentHeader.read(channel);
      var buffer = ByteBuffer.allocate(place.bytes());
      SegmentHeader.readFully(channel, buffer, place.position());
      var record = SegmentRecord.decode(buffer.flip(), 0);
      if (header.isEmpty() || record.isEmpty()) {
        return Optional.of(without(place.row(), PayloadState.DAMAGED));
      }
      return Optional.of(open(place, header.get(), record.get()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (EOFException _) {
      return Optional.of(without(place.row(), PayloadState.DAMAGED));
    }
  }

  private StoredTrace open(TraceIndex.Entry place, SegmentHeader header, SegmentRecord record) {
    var key = keys.find(record.keyId());
    if (key.isEmpty()) {
      return without(place.row(), PayloadState.FORGOTTEN);
    }
    return key.get()
        .open(header.nonce(place.position()), record.context(), record.sealed())
        .flatMap(clear -> SealedText.decode(clear, record.payloadBytes(), codec))
        .map(text -> with(record.row(), text))
        .orElseGet(() -> without(place.row(), PayloadState.DAMAGED));
  }

  private static StoredTrace with(TraceRow row, SealedText text) {
    var origin = row.origin();
    return new StoredTrace(
        new TraceEntry(
            row.id(),
            row.startedAtMillis(),
            row.durationMicros(),
            new TraceOrigin(
                origin.caller(),
                text.subject(),
                origin.operation(),
                origin.feature(),
                origin.release()),
            row.outcome(),
            text.payload()),
        PayloadState.READABLE);
  }

  private static StoredTrace without(TraceRow row, PayloadState state) {
    return new StoredTrace(
        new TraceEntry(
            row.id(),
            row.startedAtMillis(),
            row.durationMicros(),
            row.origin(),
            row.outcome(),
            NOTHING),
        state);
  }
}
