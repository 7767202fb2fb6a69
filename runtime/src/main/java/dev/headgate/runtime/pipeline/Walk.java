package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.answers.Claim;
import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.guardrails.Instructions;
import dev.headgate.kernel.search.Hit;
import dev.headgate.runtime.contracts.Contract;
import dev.headgate.runtime.contracts.ContractOutcome;
import dev.headgate.runtime.features.Feature;
import dev.headgate.runtime.features.Tier;
import dev.headgate.runtime.guardrails.ClaimCheck;
import dev.headgate.runtime.guardrails.PiiVault;
import dev.headgate.runtime.pipeline.calls.AnswerSink;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.runtime.traces.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// One call on its way down the tiers of a feature.
///
/// @param context what was found for it
record Walk(
    Feature feature,
    FeatureCall call,
    Asker asker,
    Split split,
    Context context,
    Checks checks,
    PiiVault vault,
    AnswerSink sink,
    Cancellation cancellation,
    Trace trace) {
  /// The same with what was found for it.
  Walk with(Context found) {
    return new Walk(feature, call, asker, split, found, checks, vault, sink, cancellation, trace);
  }

  /// What checks an answer to a tier's prompt.
  Checks checks(Tier.Generate tier) {
    Supplier<Instructions> told =
        () -> {
          var quoted = new ArrayList<String>();
          quoted.add(call.input().toString());
          call.history().forEach(turn -> quoted.add(turn.text()));
          hits(tier).forEach(hit -> quoted.add(hit.chunk().text()));
          return new Instructions(
              tier.prompt().instructions(), quoted, checks.guardrails().canary());
        };
    return checks.on(told);
  }

  Contract contract() {
    return feature.terms().contract();
  }

  /// The hits that a tier is given.
  List<Hit> hits(Tier tier) {
    var most = tier.terms().hits();
    var found = context.hits();
    return most == null || found.size() <= most ? found : found.subList(0, most);
  }

  /// What judges the claims of a tier's answer by the documents that the tier is given; empty if
  /// nobody does, or none were looked for.
  Optional<ClaimCheck> claims(Tier tier) {
    return feature.retrieval() == null
        ? Optional.empty()
        : checks
            .guardrails()
            .claims(hits(tier).stream().map(Hit::chunk).toList(), call.input().toString());
  }

  /// Puts on record what became of an answer's claims.
  void record(Tier tier, ClaimCheck check, List<Claim> claims) {
    checks.record(List.of(check.judgement(claims)));
    trace.claims(tier.name(), claims);
  }

  /// Hands over a text that is whole.
  void handOver(String text) {
    if (call.stream()) {
      trace.firstChunk();
    }
    sink.accept(text);
  }

  /// Hands over a document that fits the contract.
  void handOver(String document, ContractOutcome outcome) {
    if (call.stream()) {
      trace.firstChunk();
    }
    sink.contract(outcome);
    sink.accept(document);
  }
}
