package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.ids.IdSource;
import dev.headgate.runtime.traces.ModelUse;
import dev.headgate.runtime.traces.Traces;
import dev.headgate.store.traces.TraceEntry;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Keeps what calls leave on record, payloads included.
final class TraceRecorder {
  final List<TraceEntry> log = new ArrayList<>();
  final List<ModelUse> uses = new ArrayList<>();
  final Traces traces =
      new Traces(
          log::add,
          (_, used, _) -> uses.addAll(used),
          new IdSource(InstantSource.system(), new SplittableRandom(1)),
          InstantSource.system(),
          true);

  /// The JSON of the first call.
  String first() {
    return new String(log.getFirst().payload(), StandardCharsets.UTF_8);
  }
}
