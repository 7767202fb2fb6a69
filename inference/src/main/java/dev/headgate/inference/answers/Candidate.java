package dev.headgate.inference.answers;

/// A unit that may answer the question.
///
/// @param unit index in the passage
record Candidate(Passage passage, int unit) {
  Passage.Unit quoted() {
    return passage.units().get(unit);
  }

  int start() {
    return passage.chunk().start() + quoted().span().start();
  }

  int end() {
    return passage.chunk().start() + quoted().span().end();
  }

  boolean overlaps(Candidate other) {
    return passage.chunk().document().equals(other.passage.chunk().document())
        && start() < other.end()
        && other.start() < end();
  }
}
