package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.dialects.RelayBody;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is asked, as bytes that can be passed on, and where the dialect allows it as a
/// conversation.
///
/// @param dialect of the bytes
/// @param body the caller's bytes, not copied
/// @param bodyFor the same under the provider's own name of the model
/// @param stream whether the answer is wanted piece by piece
/// @param translator null if the call can only be passed on
public record RelayRequest(
    Dialect dialect,
    byte[] body,
    Function<String, RelayBody> bodyFor,
    boolean stream,
    @Nullable Translation translator) {
  /// The way between the dialect and the canonical form.
  public Optional<Translation> translation() {
    return Optional.ofNullable(translator);
  }
}
