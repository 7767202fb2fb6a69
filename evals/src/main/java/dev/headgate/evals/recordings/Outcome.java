package dev.headgate.evals.recordings;

/// What came of the replay of one recording.
public sealed interface Outcome {
  Recording recording();

  /// @param relayed whether only bytes passed and facts were read, because nobody translates it
  /// @param note what was found besides, such as the facts of a relayed answer
  record Passed(Recording recording, boolean relayed, String note) implements Outcome {}

  /// @param check which promise did not hold
  /// @param why with the path of the first difference
  record Failed(Recording recording, String check, String why) implements Outcome {}
}
