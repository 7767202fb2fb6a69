package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.access.Caller;
import dev.headgate.runtime.limits.CallFacts;
import dev.headgate.runtime.limits.Limits;
import dev.headgate.runtime.pipeline.calls.EmbeddingAnswer;
import dev.headgate.runtime.pipeline.calls.EmbeddingCall;
import dev.headgate.runtime.pipeline.calls.RerankAnswer;
import dev.headgate.runtime.pipeline.calls.RerankAnswer.Ranked;
import dev.headgate.runtime.pipeline.calls.RerankCall;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.traces.Trace;
import dev.headgate.runtime.traces.Traces;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Calls that an embedding model of this process answers. Thread-safe.
final class EmbeddedCalls {
  // Texts after which a call looks whether its caller is still there.
  private static final int SLICE = 16;

  private final Limits limits;
  private final Traces traces;

  EmbeddedCalls(Limits limits, Traces traces) {
    this.limits = limits;
    this.traces = traces;
  }

  private record Asked(
      Caller caller, String requested, String user, EmbeddingModel model, Operation operation) {}

  /// @param tokens that were read
  private record Made<T>(T value, long tokens) {}

  private record Done<T>(String trace, Made<T> made) {}

  /// What is done within a call.
  private interface Work<T> {
    Made<T> run(Trace trace);
  }

  EmbeddingAnswer embed(EmbeddingCall call, Cancellation cancellation) {
    var model = call.model();
    var asked =
        new Asked(call.caller(), call.requested(), call.user(), model, Operation.EMBEDDINGS);
    var done =
        run(
            asked,
            Bounds.facts(call),
            cancellation,
            trace -> {
              requireDimensions(call);
              var tokens = countTokens(model, call.texts(), "input");
              return new Made<>(
                  vectors(model, call.texts(), call.wanted().purpose(), cancellation, trace),
                  tokens);
            });
    return new EmbeddingAnswer(
        done.trace(), model.version(), done.made().value(), done.made().tokens());
  }

  RerankAnswer rerank(RerankCall call, Cancellation cancellation) {
    var model = call.model();
    var asked = new Asked(call.caller(), call.requested(), call.user(), model, Operation.RERANK);
    var done =
        run(
            asked,
            Bounds.facts(call),
            cancellation,
            trace -> {
              var tokens =
                  countTokens(model, List.of(call.query()), "query")
                      + countTokens(model, call.documents(), "documents");
              return new Made<>(ranked(call, cancellation, trace), tokens);
            });
    return new RerankAnswer(
        done.trace(), model.version(), done.made().value(), done.made().tokens());
  }

  private static List<Ranked> ranked(RerankCall call, Cancellation cancellation, Trace trace) {
    var model = call.model();
    var query =
        vectors(model, List.of(call.query()), EmbeddingPurpose.QUERY, cancellation, trace)
            .getFirst();
    var documents =
        vectors(model, call.documents(), EmbeddingPurpose.DOCUMENT, cancellation, trace);
    var ranked = new ArrayList<Ranked>(documents.size());
    for (int i = 0; i < documents.size(); i++) {
      ranked.add(new Ranked(i, cosine(query, documents.get(i))));
    }
    ranked.sort(Comparator.comparingDouble(Ranked::cosine).reversed());
    return ranked;
  }

  private <T> Done<T> run(Asked asked, CallFacts facts, Cancellation cancellation, Work<T> work) {
    asked.caller().requireModel(asked.requested());
    asked.caller().visit().lineage().requireDepth(limits.bounds().maxDepth());
    try (var entered = limits.enter(asked.caller(), facts);
        var trace = traces.begin(asked.caller(), asked.user(), asked.operation().wireName())) {
      trace.asks(Pipeline.asked(asked.requested(), new Deployment.Embedded(asked.model().name())));
      try {
        var made = work.run(trace);
        trace.completion(
            new Completion(
                asked.model().version(), "", FinishReason.STOP, Usage.of(made.tokens(), 0, 0, 0)));
        entered.settleTokens(made.tokens());
        trace.succeed();
        return new Done<>(trace.id(), made);
      } catch (CallFailed e) {
        entered.settleTokens(0);
        throw Pipeline.failed(e, cancellation, trace);
      }
    }
  }

  private static List<float[]> vectors(
      EmbeddingModel model,
      List<String> texts,
      EmbeddingPurpose purpose,
      Cancellation cancellation,
      Trace trace) {
    var vectors = new ArrayList<float[]>(texts.size());
    try (var _ = trace.step("embed")) {
      for (int from = 0; from < texts.size(); from += SLICE) {
        cancellation.check();
        var to = Math.min(from + SLICE, texts.size());
        vectors.addAll(model.embed(texts.subList(from, to), purpose));
      }
    }
    return vectors;
  }

  private static double cosine(float[] a, float[] b) {
    var product = 0d;
    var ofA = 0d;
    var ofB = 0d;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      ofA += (double) a[i] * a[i];
      ofB += (double) b[i] * b[i];
    }
    return ofA == 0 || ofB == 0 ? 0 : product / Math.sqrt(ofA * ofB);
  }

  private static void requireDimensions(EmbeddingCall call) {
    var has = call.model().dimension();
    var wanted = call.wanted().dimensions();
    if (wanted != 0 && wanted != has) {
      throw CallFailed.invalid(
          "dimensions",
          "%s has %d dimensions and cannot be cut to %d; leave \"dimensions\" out"
              .formatted(call.model().name(), has, wanted));
    }
  }

  // A text that is too long is refused, as its vector would stand for its beginning only.
  private static long countTokens(EmbeddingModel model, List<String> texts, String part) {
    var total = 0L;
    for (int i = 0; i < texts.size(); i++) {
      var tokens = model.countTokens(texts.get(i));
      if (tokens > model.maxTokens()) {
        throw CallFailed.invalid(
            part,
            "text %d of \"%s\" has %d tokens; %s reads at most %d, so cut it into pieces"
                .formatted(i + 1, part, tokens, model.name(), model.maxTokens()));
      }
      total += tokens;
    }
    return total;
  }
}
