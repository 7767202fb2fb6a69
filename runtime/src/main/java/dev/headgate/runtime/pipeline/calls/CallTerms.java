package dev.headgate.runtime.pipeline.calls;

import dev.headgate.runtime.cache.CacheControl;
import java.util.Set;

/// What a caller asks of the way, not of the model.
///
/// @param session its own name of the conversation, empty for none
/// @param tags under which its cost is counted
/// @param cache whether an answer that was given before will do
/// @param explain whether it wants to know which deployments were tried
public record CallTerms(String session, Set<String> tags, CacheControl cache, boolean explain) {
  public static final CallTerms NONE = new CallTerms("", Set.of(), CacheControl.USUAL, false);

  public CallTerms {
    tags = Set.copyOf(tags);
  }
}
