package dev.headgate.inference.answers;

/// What is known of a candidate; the names are the keys of the weights.
enum Feature {
  COSINE,
  COSINE_OVER_MEAN,
  COVERAGE,
  COVERAGE_WITH_CONTEXT,
  COVERAGE_WITH_NEIGHBOURS,
  COVERAGE_OF_PASSAGE,
  PAIRS,
  EXPECTED_FOUND,
  EXPECTED_MISSING,
  NAMES_MISSING,
  NEGATION_DIFFERS,
  NOVELTY,
  LOG_WORDS,
  IS_SHORT,
  IS_QUESTION,
  RANK
}
