package dev.headgate.store.traces;

/// What a call has taken, as far as providers have said.
///
/// @param input including those read from a provider's cache
/// @param output including reasoning
/// @param isEstimated whether a provider has not said all that it took: there were at least so many
public record TraceTokens(long input, long output, boolean isEstimated) {
  public static final TraceTokens NONE = new TraceTokens(0, 0, false);

  /// Whether nobody knows any of it.
  public boolean areUnknown() {
    return isEstimated && input == 0 && output == 0;
  }

  // A count of which nobody knows whether it is all is stored as its complement, below 0.
  static TraceTokens stored(long input, long output) {
    return input < 0
        ? new TraceTokens(~input, ~output, true)
        : new TraceTokens(input, output, false);
  }

  long storedInput() {
    return isEstimated ? ~input : input;
  }

  long storedOutput() {
    return isEstimated ? ~output : output;
  }
}
