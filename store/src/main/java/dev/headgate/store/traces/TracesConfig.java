package dev.headgate.store.traces;

import dev.headgate.kernel.config.ConfigNode;
import java.time.Duration;

/// The `traces` section.
///
/// @param payloads whether texts of callers and models are part of a trace; whoever writes it
///   leaves them out otherwise
/// @param keep age after which a segment with its rows is deleted
/// @param keepBytes size of all segments together above which the oldest are deleted
/// @param segmentBytes size at which a new segment is begun
/// @param syncInterval time within which what was written is forced to the disk
/// @param strict whether a call waits until its trace has been forced to the disk
public record TracesConfig(
    boolean payloads,
    Duration keep,
    long keepBytes,
    long segmentBytes,
    Duration syncInterval,
    boolean strict) {
  private static final long MIN_SEGMENT_BYTES = 1L << 20;
  private static final long MAX_SEGMENT_BYTES = 1L << 30;
  private static final Duration MIN_KEEP = Duration.ofMinutes(1);
  private static final Duration MAX_SYNC_INTERVAL = Duration.ofSeconds(10);

  public static TracesConfig from(ConfigNode traces) {
    var config =
        new TracesConfig(
            traces.flag(
                "payloads",
                true,
                "Whether a trace holds the texts of callers and models, encrypted, and not only"
                    + " names, numbers and times."),
            traces.duration(
                "keep", Duration.ofDays(30), "Age after which traces are deleted; at least 1m."),
            traces.size(
                "keep-size",
                20L << 30,
                "Size of all trace segments together above which the oldest are deleted; at least two"
                    + " segments."),
            traces.size(
                "segment-size",
                64L << 20,
                "Size at which a new segment file is begun, from 1 MiB to 1 GiB."),
            traces.duration(
                "sync-interval",
                Duration.ofMillis(250),
                "Time within which traces are forced to the disk, at most 10s: what a power cut may"
                    + " cost."),
            traces.flag(
                "strict",
                false,
                "Whether each call waits until its trace has been forced to the disk."));
    check(traces, config);
    return config;
  }

  private static void check(ConfigNode traces, TracesConfig config) {
    if (config.keep().compareTo(MIN_KEEP) < 0) {
      traces.problem("keep", "traces are kept for 1m at least");
    }
    if (config.segmentBytes() < MIN_SEGMENT_BYTES || config.segmentBytes() > MAX_SEGMENT_BYTES) {
      traces.problem("segment-size", "a segment has from 1 MiB to 1 GiB");
    }
    if (config.keepBytes() < 2 * config.segmentBytes()) {
      traces.problem(
          "keep-size", "must hold two segments at least; raise it or lower segment-size");
    }
    if (config.syncInterval().isZero() || config.syncInterval().compareTo(MAX_SYNC_INTERVAL) > 0) {
      traces.problem("sync-interval", "expected a time from 1ms to 10s");
    }
  }
}
