package dev.headgate.store.traces;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SegmentScannerTest {
  private static final int RUNS = 400;
  private static final int RECORDS = 30;
  private static final List<TraceEntry> ENTRIES =
      IntStream.range(0, RECORDS)
          .mapToObj(i -> new SyntheticTraces(i).entry("tr_" + i, i, ""))
          .toList();

  @TempDir private Path folder;

  @Test
  void findsEveryUntouchedRecordAndNoOtherWhateverHappensToTheBytesBetween() throws IOException {
    for (int seed = 0; seed < RUNS; seed++) {
      var random = new Random(seed);
      var places = new HashMap<Long, Place>();
      var bytes = segment(random, places);
      var touched = new BitSet(bytes.length);
      var size = damage(random, bytes, touched);
      var file = folder.resolve("segment");
      Files.write(file, Arrays.copyOf(bytes, size));

      var found = new HashMap<Long, TraceRow>();
      SegmentScanner.scan(file, 0, (position, _, row) -> found.put(position, row));

      for (var entry : places.entrySet()) {
        var start = entry.getKey().intValue();
        var end = start + entry.getValue().bytes();
        var hit = touched.nextSetBit(start);
        var whole = end <= size && (hit < 0 || hit >= end);
        if (whole) {
          assertThat(found)
              .as("seed " + seed)
              .containsEntry(entry.getKey(), entry.getValue().row());
        }
      }
      for (var entry : found.entrySet()) {
        assertThat(places).as("seed " + seed).containsKey(entry.getKey());
        assertThat(entry.getValue()).isEqualTo(places.get(entry.getKey()).row());
      }
    }
  }

  private record Place(int bytes, TraceRow row) {}

  /// Records with holes between some of them, as a crash leaves them.
  private static byte[] segment(Random random, Map<Long, Place> places) {
    var parts = new ArrayList<ByteBuffer>();
    var position = (long) SegmentHeader.BYTES;
    for (int i = 0; i < RECORDS; i++) {
      var sealed = new byte[random.nextInt(400)];
      random.nextBytes(sealed);
      var context = SegmentRecord.context(ENTRIES.get(i), 1, 7);
      var frame = SegmentRecord.frame(context, sealed);
      // One in five was reserved and never written.
      if (random.nextInt(5) == 0) {
        parts.add(ByteBuffer.allocate(frame.remaining()));
      } else {
        var row = SegmentRecord.decode(frame, 0).orElseThrow().row();
        places.put(
            position, new Place(SegmentRecord.FRAME_BYTES + context.length + sealed.length, row));
        parts.add(frame);
      }
      position += frame.capacity();
    }
    return join(parts, (int) position);
  }

  private static byte[] join(List<ByteBuffer> parts, int size) {
    var all = ByteBuffer.allocate(size).position(SegmentHeader.BYTES);
    parts.forEach(all::put);
    return all.array();
  }

  /// Turns bits, writes garbage over stretches, and cuts the end off; returns what is left.
  private static int damage(Random random, byte[] bytes, BitSet touched) {
    for (int i = random.nextInt(6); i > 0; i--) {
      var at = random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      touched.set(at);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      var at = random.nextInt(bytes.length);
      var end = Math.min(bytes.length, at + random.nextInt(600));
      for (int b = at; b < end; b++) {
        bytes[b] = (byte) random.nextInt();
        touched.set(b);
      }
    }
    return random.nextInt(3) == 0
        ? SegmentHeader.BYTES + random.nextInt(bytes.length - SegmentHeader.BYTES)
        : bytes.length;
  }
}
