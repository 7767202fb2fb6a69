package dev.headgate.runtime.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a caller asks of the way, not of the model.
///
/// @param patience how long it waits for the whole answer, null if it did not say
/// @param session its own name of the conversation, empty for none
/// @param tags under which its cost is counted
/// @param explain whether it wants to know which deployments were tried
public record CallTerms(
    @Nullable Duration patience, String session, Set<String> tags, boolean explain) {
  public static final CallTerms NONE = new CallTerms(null, "", Set.of(), false);

  public CallTerms {
    tags = Set.copyOf(tags);
  }

  public Optional<Duration> deadline() {
    return Optional.ofNullable(patience);
  }
}
