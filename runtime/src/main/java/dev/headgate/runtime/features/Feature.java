package dev.headgate.runtime.features;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A declared LLM job, checked and frozen.
///
/// @param release `rel_` and the hash of everything the feature is made of: equal content, equal
///   release
/// @param retrieval null if and only if the shape needs none
/// @param tiers best first; the last is a [Tier.Reply] where the shape is retrieval
/// @param terms of every call
/// @param parts what the release is named after: canonical text by part
/// @param intents how its calls are told apart, and where each leads to
public record Feature(
    String name,
    String description,
    String release,
    Shape shape,
    @Nullable Retrieval retrieval,
    List<Tier> tiers,
    FeatureTerms terms,
    SequencedMap<String, String> parts,
    IntentRoutes intents) {
  public Feature(
      String name,
      String description,
      String release,
      Shape shape,
      @Nullable Retrieval retrieval,
      List<Tier> tiers,
      FeatureTerms terms,
      SequencedMap<String, String> parts) {
    this(name, description, release, shape, retrieval, tiers, terms, parts, IntentRoutes.NONE);
  }

  public Feature(
      String name,
      String description,
      String release,
      Shape shape,
      @Nullable Retrieval retrieval,
      List<Tier> tiers,
      SequencedMap<String, String> parts) {
    this(name, description, release, shape, retrieval, tiers, FeatureTerms.NONE, parts);
  }

  public Feature {
    tiers = List.copyOf(tiers);
    parts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parts));
  }

  /// What answers calls of an intent: the same feature on the way that is declared for it, or as it
  /// is where none is.
  ///
  /// @param intent empty if nobody chose one
  public Feature on(String intent) {
    var way = intents.ways().get(intent);
    return way == null
        ? this
        : new Feature(
            name,
            description,
            release,
            way.shape(),
            way.retrieval(),
            way.tiers(),
            terms,
            parts,
            IntentRoutes.NONE);
  }

  /// The tiers of all its ways.
  public Stream<Tier> allTiers() {
    return Stream.concat(
        tiers.stream(), intents.ways().values().stream().flatMap(way -> way.tiers().stream()));
  }
}
