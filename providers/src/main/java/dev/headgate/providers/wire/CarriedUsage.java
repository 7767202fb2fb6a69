package dev.headgate.providers.wire;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;

/// Token counts that a dialect has no word for, under the member `headgate` of its usage object.
public final class CarriedUsage {
  private static final int COUNTS = 10;

  private CarriedUsage() {}

  /// The object as the dialect writes it, with the member where reading it would not give the same
  /// counts again.
  ///
  /// @param read how the dialect reads its own object
  public static Json.Obj put(Json.Obj written, Usage usage, Function<Json.Obj, Usage> read) {
    return read.apply(written).equals(usage)
        ? written
        : written.with(Carried.MEMBER, counts(usage));
  }

  /// The counts under the member, else as the dialect reads them.
  public static Usage of(Json.Obj written, Function<Json.Obj, Usage> read) {
    return find(written.array(Carried.MEMBER)).orElseGet(() -> read.apply(written));
  }

  public static Json.Arr counts(Usage usage) {
    var in = usage.input();
    var out = usage.output();
    return new Json.Arr(
        LongStream.of(
                in.fresh(),
                in.cacheRead(),
                in.cacheWrite(),
                in.cacheWriteLong(),
                in.audio(),
                in.cacheReadAudio(),
                out.text(),
                out.reasoning(),
                out.audio(),
                usage.searches())
            .<Json>mapToObj(Json.Num::of)
            .toList());
  }

  public static Optional<Usage> find(List<Json> carried) {
    if (carried.size() != COUNTS) {
      return Optional.empty();
    }
    var counts =
        carried.stream()
            .mapToLong(count -> count instanceof Json.Num number ? number.asLong() : 0)
            .toArray();
    return Optional.of(
        new Usage(
            new Usage.InputTokens(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]),
            new Usage.OutputTokens(counts[6], counts[7], counts[8]),
            counts[9]));
  }
}
