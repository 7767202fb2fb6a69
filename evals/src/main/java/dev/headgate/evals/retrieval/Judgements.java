package dev.headgate.evals.retrieval;

import java.util.Map;

/// What people think of the documents for one question: a grade above 0 is relevant, more is
/// better; what is not listed is not relevant.
record Judgements(Map<String, Integer> grades) {
  Judgements {
    grades = Map.copyOf(grades);
  }

  int grade(String document) {
    return Math.max(0, grades.getOrDefault(document, 0));
  }

  int relevant() {
    return (int) grades.values().stream().filter(grade -> grade > 0).count();
  }
}
