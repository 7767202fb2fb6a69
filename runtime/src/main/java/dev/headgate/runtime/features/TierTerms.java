package dev.headgate.runtime.features;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What holds for a tier of any kind.
///
/// @param movesDownOn what hands a call to the next tier
/// @param flag whose switch turns the tier off, null if none does
/// @param hits most hits that it is given, null for all that the feature's retrieval finds
public record TierTerms(Set<MoveDown> movesDownOn, @Nullable String flag, @Nullable Integer hits) {
  public static final TierTerms NONE = new TierTerms(MoveDown.ALL, null, null);

  public TierTerms {
    movesDownOn = Set.copyOf(movesDownOn);
  }
}
