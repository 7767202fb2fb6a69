package dev.headgate.runtime.pipeline;

import dev.headgate.runtime.pipeline.calls.Translation;
import dev.headgate.runtime.traces.Trace;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What of a request the provider at work is not told, and what of that the caller knows already.
/// Of one call, and of its thread.
final class Unsaid {
  private final Trace trace;
  private List<String> names = List.of();
  private List<String> announced = List.of();

  Unsaid(Trace trace) {
    this.trace = trace;
  }

  /// In the caller's words.
  static List<String> of(Translation translation, List<String> params) {
    return Stream.concat(
            params.stream().map(translation::callersWord), translation.ownHeaders().stream())
        .distinct()
        .toList();
  }

  List<String> names() {
    return names;
  }

  /// Another provider is at work.
  void become(List<String> others) {
    names = others;
    trace.ignores(others);
  }

  /// Another one continues, and is not told these either.
  void add(Translation translation, List<String> params) {
    var all = new LinkedHashSet<>(names);
    all.addAll(of(translation, params));
    become(List.copyOf(all));
  }

  /// They are in the head of the answer.
  void announce() {
    announced = names;
  }

  /// A comment for the stream, where the head had gone before it was known who would answer.
  Optional<byte[]> comment(String contentType) {
    return announced.containsAll(names) || !contentType.startsWith("text/event-stream")
        ? Optional.empty()
        : Optional.of(
            (": headgate-ignored " + String.join(", ", names) + "\n\n")
                .getBytes(StandardCharsets.UTF_8));
  }
}
