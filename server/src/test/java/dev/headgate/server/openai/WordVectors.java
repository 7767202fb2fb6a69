package dev.headgate.server.openai;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Texts with the same words have the same vectors, until it breaks or hangs.
final class WordVectors implements EmbeddingModel {
  private static final int DIMENSION = 128;

  volatile boolean isBroken;
  volatile @Nullable CountDownLatch hangsUntil;

  @Override
  public String name() {
    return "words";
  }

  @Override
  public String version() {
    return "words 1";
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
    return text.length();
  }

  @Override
  public List<float[]> embed(List<String> texts, EmbeddingPurpose purpose) {
    if (isBroken) {
      throw new CallFailed(ErrorCode.INTERNAL_ERROR, "the embedding model failed");
    }
    var latch = hangsUntil;
    if (latch != null) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return texts.stream().map(WordVectors::vector).toList();
  }

  private static float[] vector(String text) {
    var vector = new float[DIMENSION];
    for (var word : text.toLowerCase(Locale.ROOT).split("[^a-z]+", -1)) {
      vector[Math.floorMod(word.hashCode(), DIMENSION)] += 1;
    }
    var square = 0.0;
    for (var value : vector) {
      square += value * value;
    }
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] /= (float) Math.sqrt(square);
    }
    return vector;
  }
}
