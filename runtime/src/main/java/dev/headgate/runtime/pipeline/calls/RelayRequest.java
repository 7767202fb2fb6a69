package dev.headgate.runtime.pipeline.calls;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.dialects.ScannedRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is asked, as bytes that can be passed on, and where the dialect allows it as a
/// conversation.
///
/// @param dialect of the bytes
/// @param body the caller's bytes, not copied
/// @param scan the same, read once
/// @param translator null if the call is no conversation, or can only be passed on
/// @param vectorTranslator null if the call is not for vectors
public record RelayRequest(
    Dialect dialect,
    byte[] body,
    ScannedRequest scan,
    @Nullable Translation translator,
    @Nullable VectorTranslation vectorTranslator) {
  /// A conversation, or what can only be passed on.
  public RelayRequest(
      Dialect dialect, byte[] body, ScannedRequest scan, @Nullable Translation translator) {
    this(dialect, body, scan, translator, null);
  }

  /// A call for vectors.
  public static RelayRequest ofVectors(
      Dialect dialect, byte[] body, ScannedRequest scan, VectorTranslation translator) {
    return new RelayRequest(dialect, body, scan, null, translator);
  }

  /// The way between the dialect and the canonical form.
  public Optional<Translation> translation() {
    return Optional.ofNullable(translator);
  }

  /// The same for vectors.
  public Optional<VectorTranslation> vectors() {
    return Optional.ofNullable(vectorTranslator);
  }

  /// Whether the answer is wanted piece by piece.
  public boolean stream() {
    return scan.stream();
  }
}
