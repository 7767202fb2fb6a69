package dev.headgate.runtime.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.ids.Sha256;
import dev.headgate.runtime.access.Lineage;
import dev.headgate.runtime.access.Visit;
import dev.headgate.runtime.limits.CallFacts;
import dev.headgate.runtime.limits.LimitsConfig.CallBounds;
import dev.headgate.runtime.pipeline.calls.EmbeddingCall;
import dev.headgate.runtime.pipeline.calls.FeatureCall;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import dev.headgate.runtime.pipeline.calls.RerankCall;
import java.util.HexFormat;
import java.util.TreeMap;

/// The most that a call can use, before it runs, and whether it may follow those that led to it.
final class Bounds {
  // English prose has about 4 bytes a token; what was really used is put right afterwards.
  private static final int BYTES_PER_TOKEN = 4;
  private static final int HASH_CHARACTERS = 16;

  private Bounds() {}

  static CallFacts facts(RelayCall call, CallBounds bounds) {
    return new CallFacts(
        call.model(),
        call.user(),
        () -> {
          var facts = call.request().scan().facts();
          var output = facts.output();
          var most = output.isLimited() ? output.maxTokens() : bounds.maxOutputTokens();
          return facts.bytes() / BYTES_PER_TOKEN
              + (call.operation() == Operation.CHAT ? most * output.choices() : 0);
        });
  }

  static CallFacts facts(FeatureCall call, CallBounds bounds) {
    return new CallFacts(
        "",
        call.user(),
        () -> {
          long characters = call.input().toString().length();
          for (var turn : call.history()) {
            characters += turn.text().length();
          }
          return characters / BYTES_PER_TOKEN + bounds.maxOutputTokens();
        });
  }

  /// What a tier of a feature asks of its model.
  static CallFacts facts(ChatRequest request, String user, CallBounds bounds) {
    return new CallFacts(
        request.model(),
        user,
        () -> {
          var characters = request.messages().stream().mapToLong(m -> m.text().length()).sum();
          var most = request.settings().maxTokens();
          return characters / BYTES_PER_TOKEN + (most == null ? bounds.maxOutputTokens() : most);
        });
  }

  static CallFacts facts(EmbeddingCall call) {
    return new CallFacts(
        call.requested(),
        call.user(),
        () -> call.texts().stream().mapToLong(call.model()::countTokens).sum());
  }

  static CallFacts facts(RerankCall call) {
    return new CallFacts(
        call.requested(),
        call.user(),
        () ->
            call.model().countTokens(call.query())
                + call.documents().stream().mapToLong(call.model()::countTokens).sum());
  }

  /// Throws [dev.headgate.kernel.errors.CallFailed] with `CALL_RECURSION`. A call that nothing led
  /// to costs nothing here.
  static void checkLineage(FeatureCall call, CallBounds bounds) {
    var lineage = call.caller().visit().lineage();
    if (!lineage.isRoot()) {
      var _ = lineage.entering(step(call), "", bounds.maxDepth());
    }
  }

  /// The same for a call that is passed on: its very bytes must not have led to it.
  static void checkLineage(RelayCall call, CallBounds bounds) {
    var lineage = call.caller().visit().lineage();
    if (!lineage.isRoot()) {
      var _ = lineage.entering(step(call), "", bounds.maxDepth());
    }
  }

  /// What a call tells of itself to those that it makes.
  static Descent descent(FeatureCall call, CallBounds bounds, Outward outward, String trace) {
    var visit = call.caller().visit();
    return new Descent(
        outward,
        () -> visit.lineage().entering(step(call), trace, bounds.maxDepth()),
        deadline(visit, bounds));
  }

  static Descent descent(RelayCall call, CallBounds bounds, Outward outward, String trace) {
    var visit = call.caller().visit();
    return new Descent(
        outward,
        () -> visit.lineage().entering(step(call), trace, bounds.maxDepth()),
        deadline(visit, bounds));
  }

  private static long deadline(Visit visit, CallBounds bounds) {
    var known = visit.deadline();
    return known == null ? System.nanoTime() + bounds.maxDuration().toNanos() : known;
  }

  /// A call as those that it makes will name it.
  static Lineage.Step step(FeatureCall call) {
    var canonical = new TreeMap<>(call.input()).toString();
    return new Lineage.Step(
        Pipeline.FEATURE_PREFIX + call.feature(), hash(canonical.getBytes(UTF_8)));
  }

  static Lineage.Step step(RelayCall call) {
    return new Lineage.Step("model/" + call.model(), hash(call.request().body()));
  }

  private static String hash(byte[] asked) {
    var hash = HexFormat.of().formatHex(Sha256.digest().digest(asked));
    return hash.substring(0, HASH_CHARACTERS);
  }
}
