package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.answers.AnswerKind;
import dev.headgate.kernel.answers.Citation;
import dev.headgate.kernel.answers.Claim;
import dev.headgate.kernel.answers.Support;
import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.json.Json;
import dev.headgate.runtime.cache.AnswerCache;
import dev.headgate.runtime.cache.CacheRule;
import dev.headgate.runtime.cache.Fingerprints;
import dev.headgate.runtime.cache.Lookup;
import dev.headgate.runtime.contracts.ContractOutcome;
import dev.headgate.runtime.features.Feature;
import dev.headgate.runtime.pipeline.calls.AnswerSink;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.runtime.pipeline.calls.Resolution;
import dev.headgate.runtime.pipeline.calls.StepText;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.Router;
import dev.headgate.runtime.traces.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;

/// Answers a call to a feature from the cache where the very same was asked before: the same input
/// and history, of the same release, over the same documents, with the same models to go to, for a
/// caller of the same project with the same rights. The call was let in, counted and traced before
/// it comes here; a hit searches nothing, asks no model and costs nothing.
final class RememberedFeature {
  private static final String TIER = "tier";
  private static final String OUTCOME = "outcome";
  private static final String CONFIDENCE = "confidence";
  private static final String CITATIONS = "citations";
  private static final String CONTRACT = "contract";
  private static final String WHY = "why";
  private static final String STEPS = "steps";
  private static final String CLAIMS = "claims";

  private final AnswerCache cache;
  private final Fingerprints fingerprints;

  RememberedFeature(AnswerCache cache, Fingerprints fingerprints) {
    this.cache = cache;
    this.fingerprints = fingerprints;
  }

  /// What an answer was made of besides what was asked.
  ///
  /// @param version of the collection, as it is now; empty if nothing is searched
  /// @param intent by which its way was chosen, empty if by none
  /// @param tiers that are switched on
  record Grounds(
      Feature feature,
      String intent,
      Router router,
      DataBoundary boundary,
      String version,
      List<String> tiers) {}

  /// @param version of the collection that was searched
  record Made(TierChain.Answered answered, String version) {}

  static boolean isOn(Feature feature) {
    return new CacheRule(feature.terms().cacheFor()).isOn();
  }

  /// @param make makes an answer, and hands it to `sink` itself
  TierChain.Answered answer(
      FeatureCall call, Grounds grounds, AnswerSink sink, Trace trace, Supplier<Made> make) {
    var rule = new CacheRule(grounds.feature.terms().cacheFor());
    var key =
        fingerprints.of(
            call.caller().project(), scope(call, grounds), call.input(), call.history());
    return switch (cache.find(rule, call.terms().cache(), key)) {
      case Lookup.Bypassed _ -> make.get().answered();
      case Lookup.Hit(var kept, var age, _) -> {
        var answered = read(kept);
        trace.cached(kept);
        trace.candidates(grounds.version, List.of(), 0, 0, 0);
        sink.remembered(age);
        if (call.stream()) {
          trace.firstChunk();
        }
        if (answered.contract().state() != ContractOutcome.State.NONE) {
          sink.contract(answered.contract());
        }
        sink.accept(answered.answer().text());
        yield answered;
      }
      case Lookup.Miss(var seat) -> {
        try (seat) {
          var made = make.get();
          // What was made of other documents is no answer to this key, and what another tier would
          // have said better is none for long.
          if (made.answered.isBest()
              && isForAll(made.answered)
              && made.version.equals(grounds.version)) {
            seat.keep(write(made.answered));
          }
          yield made.answered;
        }
      }
    };
  }

  // A person answers the one who was told so, and what was blocked may be said better next time.
  private static boolean isForAll(TierChain.Answered answered) {
    return answered.resolution().outcome() != AnswerKind.ESCALATED
        && !answered.resolution().tier().equals(MovingDown.GUARDRAIL);
  }

  private static List<String> scope(FeatureCall call, Grounds grounds) {
    var feature = grounds.feature;
    var scope = new ArrayList<String>();
    scope.add("feature/" + feature.name());
    scope.add(feature.release());
    scope.add(grounds.intent);
    scope.add(grounds.version);
    scope.add(grounds.boundary.dataClass());
    scope.add(call.caller().scopes().toString());
    scope.add(grounds.tiers.toString());
    for (var tier : feature.tiers()) {
      scope.add(tier.name());
      for (var model : tier.models()) {
        for (var route : grounds.router.routes(model)) {
          route.deployments().forEach(it -> scope.add(allowed(it, grounds.boundary)));
          route.fallbacks().forEach(it -> scope.add(allowed(it, grounds.boundary)));
        }
      }
    }
    return scope;
  }

  private static String allowed(Deployment.Remote deployment, DataBoundary boundary) {
    return boundary.objection(deployment).isEmpty() ? deployment.name() : "";
  }

  private static ChatAnswer write(TierChain.Answered answered) {
    var completion = answered.completion();
    var members = new LinkedHashMap<String, Json>();
    members.put(TIER, new Json.Text(answered.resolution().tier()));
    members.put(OUTCOME, new Json.Text(answered.resolution().outcome().name()));
    var confidence = answered.answer().confidence();
    if (confidence != null) {
      members.put(CONFIDENCE, Json.Num.of((double) confidence));
    }
    members.put(CONTRACT, new Json.Text(answered.contract().state().wireName()));
    members.put(WHY, new Json.Text(answered.contract().why()));
    members.put(
        CITATIONS,
        new Json.Arr(
            answered.answer().citations().stream().map(RememberedFeature::write).toList()));
    var claims = answered.answer().claims();
    if (!claims.isEmpty()) {
      members.put(CLAIMS, new Json.Arr(claims.stream().map(RememberedFeature::write).toList()));
    }
    if (!answered.steps().isEmpty()) {
      members.put(
          STEPS, new Json.Arr(answered.steps().stream().map(RememberedFeature::write).toList()));
    }
    return new ChatAnswer(
        completion.responseId(),
        completion.responseModel(),
        List.of(
            new ChatAnswer.Choice(
                0,
                new ChatMessage(Role.ASSISTANT, answered.answer().text()),
                completion.finishReason(),
                Extras.NONE)),
        completion.usage(),
        new Extras(Dialect.OPENAI_CHAT, new Json.Obj(members)));
  }

  private static Json write(StepText step) {
    return Json.Obj.of("name", new Json.Text(step.step())).with("text", new Json.Text(step.text()));
  }

  private static Json write(Citation citation) {
    return Json.Obj.of("document", new Json.Text(citation.document()))
        .with("title", new Json.Text(citation.title()))
        .with("start", Json.Num.of(citation.start()))
        .with("end", Json.Num.of(citation.end()))
        .with("quote", new Json.Text(citation.quote()));
  }

  private static Json write(Claim claim) {
    var support = claim.support();
    var written =
        Json.Obj.of("text", new Json.Text(claim.text()))
            .with("start", Json.Num.of(claim.start()))
            .with("end", Json.Num.of(claim.end()))
            .with("verdict", new Json.Text(support.verdict().name()))
            .with("score", Json.Num.of(support.score()))
            .with("why", new Json.Text(support.why()));
    return support.source() == null ? written : written.with("source", write(support.source()));
  }

  private static Claim claim(Json.Obj claim) {
    var source = claim.members().get("source") instanceof Json.Obj found ? citation(found) : null;
    return new Claim(
        claim.text("text").orElse(""),
        (int) claim.integer("start"),
        (int) claim.integer("end"),
        new Support(
            Support.Verdict.valueOf(claim.text("verdict").orElse("")),
            claim.members().get("score") instanceof Json.Num score ? score.asDouble() : 0,
            claim.text("why").orElse(""),
            source));
  }

  private static Citation citation(Json.Obj citation) {
    return new Citation(
        citation.text("document").orElse(""),
        citation.text("title").orElse(""),
        (int) citation.integer("start"),
        (int) citation.integer("end"),
        citation.text("quote").orElse(""));
  }

  private static TierChain.Answered read(ChatAnswer kept) {
    var said = kept.extras().members();
    var citations = new ArrayList<Citation>();
    for (var element : said.array(CITATIONS)) {
      if (element instanceof Json.Obj citation) {
        citations.add(citation(citation));
      }
    }
    var claims = new ArrayList<Claim>();
    for (var element : said.array(CLAIMS)) {
      if (element instanceof Json.Obj claim) {
        claims.add(claim(claim));
      }
    }
    var choice = kept.choices().getFirst();
    var confidence =
        said.members().get(CONFIDENCE) instanceof Json.Num number ? number.asDouble() : null;
    var steps = new ArrayList<StepText>();
    for (var element : said.array(STEPS)) {
      if (element instanceof Json.Obj step) {
        steps.add(new StepText(step.text("name").orElse(""), step.text("text").orElse("")));
      }
    }
    return new TierChain.Answered(
        Resolution.of(
            said.text(TIER).orElse(""),
            said.text(OUTCOME).map(AnswerKind::valueOf).orElse(AnswerKind.ANSWERED)),
        new Answer(choice.message().text(), citations, confidence, claims),
        new Completion(
            kept.responseModel(), kept.responseId(), choice.finishReason(), kept.usage()),
        new ContractOutcome(
            ContractOutcome.State.of(said.text(CONTRACT).orElse("")), said.text(WHY).orElse("")),
        true,
        steps);
  }
}
