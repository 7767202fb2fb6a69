package dev.headgate.runtime.features;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A declared LLM job, checked and frozen.
///
/// @param release `rel_` and the hash of everything the feature is made of: equal content, equal
///   release
/// @param retrieval null if and only if the shape needs none
/// @param tiers best first; the last is a [Tier.Reply] where the shape is retrieval
/// @param terms of every call
/// @param parts what the release is named after: canonical text by part
public record Feature(
    String name,
    String description,
    String release,
    Shape shape,
    @Nullable Retrieval retrieval,
    List<Tier> tiers,
    FeatureTerms terms,
    SequencedMap<String, String> parts) {
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
}
