package dev.headgate.retrieval;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// A deterministic stand-in for an embedding model: texts that share words have near vectors.
public final class HashingModel implements EmbeddingModel {
  private static final int DIMENSION = 64;
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9]+");

  private final String version;
  private final AtomicInteger refusals = new AtomicInteger();

  public HashingModel(String version) {
    this.version = version;
  }

  /// Is overloaded for the next calls.
  void refuseNext(int calls) {
    refusals.set(calls);
  }

  @Override
  public String name() {
    return "hashing";
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  @Override
  public int maxTokens() {
    return 512;
  }

  @Override
  public int countTokens(String text) {
    return (int) SPACE.splitAsStream(text.strip()).filter(word -> !word.isEmpty()).count();
  }

  @Override
  public List<float[]> embed(List<String> texts, EmbeddingPurpose purpose) {
    if (refusals.getAndDecrement() > 0) {
      throw new CallFailed(ErrorCode.OVERLOADED, "too many requests");
    }
    return texts.stream().map(HashingModel::vector).toList();
  }

  private static float[] vector(String text) {
    var vector = new float[DIMENSION];
    NO_WORD
        .splitAsStream(text.toLowerCase(Locale.ROOT))
        .forEach(word -> vector[Math.floorMod(word.hashCode() * 31, DIMENSION)] += 1);
    var norm = 0.0;
    for (var x : vector) {
      norm += x * x;
    }
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (vector[i] / Math.sqrt(Math.max(norm, 1e-9)));
    }
    return vector;
  }
}
