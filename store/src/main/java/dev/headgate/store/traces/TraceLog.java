package dev.headgate.store.traces;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.store.database.Database;
import dev.headgate.store.directory.DataDirectory;
import dev.headgate.store.encryption.DataKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The record of every call. Thread-safe.
///
/// A trace is in its segment when [#append] returns, so a crash of the process loses none; it is on
/// the disk within the sync interval, so a power cut loses no more than that.
public final class TraceLog implements AutoCloseable {
  private final Database traces;
  private final DataKeys keys;
  private final PayloadCodec codec;
  private final TraceIndex index;
  private final Indexer indexer;
  private final SegmentWriter writer;
  private final TraceReader reader;
  private final Retention retention;

  private TraceLog(
      Database traces,
      SegmentFolder folder,
      DataKeys keys,
      TracesConfig config,
      DataDirectory directory,
      InstantSource clock,
      Consumer<String> onFatal)
      throws IOException {
    this.traces = traces;
    this.keys = keys;
    this.codec = PayloadCodec.load();
    this.index = new TraceIndex(traces);
    var lastNumber = new Recovery(folder, index).run();
    this.indexer = new Indexer(index);
    try {
      this.writer =
          new SegmentWriter(
              new SegmentWriter.Parts(
                  folder, config, keys, codec, indexer, directory.ballast(), clock),
              lastNumber,
              onFatal);
    } catch (IOException e) {
      indexer.close();
      throw e;
    }
    this.reader = new TraceReader(folder, keys, codec);
    this.retention = new Retention(folder, index, indexer, writer, config, clock);
  }

  /// Opens the log and brings its index up to date with what the last process left behind.
  ///
  /// @param onFatal is told why the process must stop, when the disk has broken its promise
  public static TraceLog open(
      DataDirectory directory,
      DataKeys keys,
      TracesConfig config,
      InstantSource clock,
      Consumer<String> onFatal) {
    return open(directory, keys, config, clock, onFatal, ChannelFile::new);
  }

  static TraceLog open(
      DataDirectory directory,
      DataKeys keys,
      TracesConfig config,
      InstantSource clock,
      Consumer<String> onFatal,
      SegmentFolder.Opener opener) {
    var traces = Database.openTrace(directory, clock, onFatal);
    try {
      var folder = new SegmentFolder(directory.traceSegments(), new SecureRandom(), opener);
      return new TraceLog(traces, folder, keys, config, directory, clock, onFatal);
    } catch (CallFailed e) {
      traces.close();
      throw e;
    } catch (IOException | UncheckedIOException e) {
      traces.close();
      throw new CallFailed(
          ErrorCode.STORAGE_FAILED,
          "the trace segments in "
              + directory.traceSegments()
              + " cannot be opened ("
              + e.getMessage()
              + "); check the disk and the permissions",
          e);
    }
  }

  /// Writes a trace. Cheap on the caller's thread, and without locks.
  ///
  /// @throws CallFailed if the disk is full or fails; then the trace is not kept
  public void append(TraceEntry entry) {
    writer.append(entry);
  }

  /// The trace with this id. What was appended before is found.
  public Optional<StoredTrace> find(String id) {
    indexer.flush();
    var place = index.find(id);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    try {
      return reader.read(place.get());
    } catch (IOException e) {
      throw new CallFailed(
          ErrorCode.STORAGE_FAILED,
          "trace " + id + " cannot be read (" + e.getMessage() + "); check the disk",
          e);
    }
  }

  /// Calls newest first. What was appended before is among them.
  ///
  /// @param limit most rows to return, at least 1
  /// @param before id of the last call of the page before this one; empty for the first page
  public List<TraceRow> list(TraceFilter filter, int limit, String before) {
    indexer.flush();
    return index.list(filter, limit, before);
  }

  /// Makes the payloads and the name of a subject unreadable, for good.
  ///
  /// @return whether anything was kept under the subject
  public boolean forget(String subject) {
    return keys.forget(subject);
  }

  /// Deletes at once what is too old or too much.
  void sweep() throws IOException {
    retention.sweep();
  }

  /// Finishes what was begun; nothing may be appended afterwards.
  @Override
  public void close() {
    retention.close();
    writer.close();
    indexer.close();
    codec.close();
    traces.close();
  }
}
