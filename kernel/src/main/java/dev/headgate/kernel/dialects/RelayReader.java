package dev.headgate.kernel.dialects;

import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.errors.CallFailed;

/// Reads one provider's answer on its way through, streamed or whole, and knows at any time what it
/// has said. Not thread-safe.
///
/// Of a stream only whole events are passed on, so that an answer that breaks can be continued
/// behind the last one. An event that is too long to be held goes on in pieces.
public interface RelayReader {
  boolean isStreamed();

  /// Reads on, and hands over what may go to the caller: everything up to the end mark.
  ///
  /// @throws CallFailed `PROVIDER_MALFORMED` for what is no event of the dialect, `PROVIDER_FAILED`
  ///   for an error within the answer
  void accept(byte[] bytes, int from, int length, ByteSink out);

  /// Whether a piece of the answer itself has come, and not only its frame.
  boolean hasBegun();

  /// Whether what was handed over ends where an event does.
  boolean isBetweenEvents();

  /// Whether the answer has said, for every choice, why it ended.
  boolean isWhole();

  /// Whether the end mark has come: nothing more is awaited.
  boolean isDone();

  /// What the answer has said about itself so far.
  Completion completion();

  /// The fewest output tokens that a streamed answer can have taken so far, as
  /// [dev.headgate.kernel.chat.LeastTokens] counts; below 1 where that is not watched.
  default long outputTokens() {
    return 0;
  }

  /// Why an answer that has ended is not whole.
  CallFailed incomplete();

  /// Hands over the end mark, and makes one if the answer is whole without it.
  void finish(ByteSink out);
}
