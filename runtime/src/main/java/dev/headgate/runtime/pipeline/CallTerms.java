package dev.headgate.runtime.pipeline;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a caller asks of the way, not of the model.
///
/// @param patience how long it waits for the whole answer, null if it did not say
/// @param session its own name of the conversation, empty for none
/// @param explain whether it wants to know which deployments were tried
public record CallTerms(@Nullable Duration patience, String session, boolean explain) {
  public static final CallTerms NONE = new CallTerms(null, "", false);

  public Optional<Duration> deadline() {
    return Optional.ofNullable(patience);
  }
}
