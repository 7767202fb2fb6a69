package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.answers.Citation;
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
import dev.headgate.runtime.features.Feature;
import dev.headgate.runtime.features.Tier;
import dev.headgate.runtime.pipeline.calls.AnswerSink;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
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
  private static final String CONFIDENCE = "confidence";
  private static final String CITATIONS = "citations";

  private final AnswerCache cache;
  private final Fingerprints fingerprints;

  RememberedFeature(AnswerCache cache, Fingerprints fingerprints) {
    this.cache = cache;
    this.fingerprints = fingerprints;
  }

  /// What an answer was made of besides what was asked.
  ///
  /// @param version of the collection, as it is now; empty if nothing is searched
  record Grounds(Feature feature, Router router, DataBoundary boundary, String version) {}

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
        sink.accept(answered.answer().text());
        yield answered;
      }
      case Lookup.Miss(var seat) -> {
        try (seat) {
          var made = make.get();
          // What was made of other documents is no answer to this key, and what another tier would
          // have said better is none for long.
          if (made.answered.isBest() && made.version.equals(grounds.version)) {
            seat.keep(write(made.answered));
          }
          yield made.answered;
        }
      }
    };
  }

  private static List<String> scope(FeatureCall call, Grounds grounds) {
    var feature = grounds.feature;
    var scope = new ArrayList<String>();
    scope.add("feature/" + feature.name());
    scope.add(feature.release());
    scope.add(grounds.version);
    scope.add(grounds.boundary.dataClass());
    scope.add(call.caller().scopes().toString());
    for (var tier : feature.tiers()) {
      scope.add(tier.name());
      if (tier instanceof Tier.Generate generate) {
        grounds
            .router
            .route(generate.model())
            .ifPresent(route -> {
              route.deployments().forEach(it -> scope.add(allowed(it, grounds.boundary)));
              route.fallbacks().forEach(it -> scope.add(allowed(it, grounds.boundary)));
            });
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
    members.put(TIER, new Json.Text(answered.tier()));
    var confidence = answered.answer().confidence();
    if (confidence != null) {
      members.put(CONFIDENCE, Json.Num.of((double) confidence));
    }
    members.put(
        CITATIONS,
        new Json.Arr(
            answered.answer().citations().stream().map(RememberedFeature::write).toList()));
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

  private static Json write(Citation citation) {
    return Json.Obj.of("document", new Json.Text(citation.document()))
        .with("title", new Json.Text(citation.title()))
        .with("start", Json.Num.of(citation.start()))
        .with("end", Json.Num.of(citation.end()))
        .with("quote", new Json.Text(citation.quote()));
  }

  private static TierChain.Answered read(ChatAnswer kept) {
    var said = kept.extras().members();
    var citations = new ArrayList<Citation>();
    for (var element : said.array(CITATIONS)) {
      if (element instanceof Json.Obj citation) {
        citations.add(
            new Citation(
                citation.text("document").orElse(""),
                citation.text("title").orElse(""),
                (int) citation.integer("start"),
                (int) citation.integer("end"),
                citation.text("quote").orElse("")));
      }
    }
    var choice = kept.choices().getFirst();
    var confidence =
        said.members().get(CONFIDENCE) instanceof Json.Num number ? number.asDouble() : null;
    return new TierChain.Answered(
        said.text(TIER).orElse(""),
        new Answer(choice.message().text(), citations, confidence),
        new Completion(
            kept.responseModel(), kept.responseId(), choice.finishReason(), kept.usage()),
        true);
  }
}
