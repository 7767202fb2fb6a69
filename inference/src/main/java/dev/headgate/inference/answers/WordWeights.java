package dev.headgate.inference.answers;

/// How much a word says: rare words say more. Implemented by the vocabulary of an embedding model.
@FunctionalInterface
public interface WordWeights {
  /// 0 for the commonest words of the language, 1 for the rarest.
  double weight(String word);
}
