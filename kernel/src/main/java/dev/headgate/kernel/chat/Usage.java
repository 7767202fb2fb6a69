package dev.headgate.kernel.chat;

/// What one call used, as the provider reported it, in disjoint counts: the sum of all is what was
/// read and written.
///
/// @param searches requests to the provider's own tools that it charges by the piece
public record Usage(InputTokens input, OutputTokens output, long searches) {
  public static final Usage NONE = new Usage(InputTokens.NONE, OutputTokens.NONE, 0);

  /// Tokens read.
  ///
  /// @param fresh text and images read afresh
  /// @param cacheRead read from the provider's prompt cache
  /// @param cacheWrite written to it for minutes
  /// @param cacheWriteLong written to it for an hour
  /// @param audio sound read afresh
  /// @param cacheReadAudio sound read from the cache
  public record InputTokens(
      long fresh,
      long cacheRead,
      long cacheWrite,
      long cacheWriteLong,
      long audio,
      long cacheReadAudio) {
    public static final InputTokens NONE = new InputTokens(0, 0, 0, 0, 0, 0);

    public long total() {
      return fresh + cacheRead + cacheWrite + cacheWriteLong + audio + cacheReadAudio;
    }

    InputTokens plus(InputTokens other) {
      return new InputTokens(
          fresh + other.fresh,
          cacheRead + other.cacheRead,
          cacheWrite + other.cacheWrite,
          cacheWriteLong + other.cacheWriteLong,
          audio + other.audio,
          cacheReadAudio + other.cacheReadAudio);
    }
  }

  /// Tokens written.
  ///
  /// @param text shown to the caller, tool calls included
  /// @param reasoning thought
  /// @param audio spoken
  public record OutputTokens(long text, long reasoning, long audio) {
    public static final OutputTokens NONE = new OutputTokens(0, 0, 0);

    public long total() {
      return text + reasoning + audio;
    }

    OutputTokens plus(OutputTokens other) {
      return new OutputTokens(text + other.text, reasoning + other.reasoning, audio + other.audio);
    }
  }

  /// A call of text only.
  ///
  /// @param fresh input, cached tokens not counted
  /// @param text output, reasoning not counted
  public static Usage of(long fresh, long cacheRead, long text, long reasoning) {
    return new Usage(
        new InputTokens(fresh, cacheRead, 0, 0, 0, 0), new OutputTokens(text, reasoning, 0), 0);
  }

  public Usage plus(Usage other) {
    return new Usage(input.plus(other.input), output.plus(other.output), searches + other.searches);
  }
}
