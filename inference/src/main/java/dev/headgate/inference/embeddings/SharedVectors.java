package dev.headgate.inference.embeddings;

import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.ids.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/// A model whose latest vectors are kept, for those who read the same texts at the same time or
/// soon after each other: all checks of a text, and every call that a document is found for.
/// Whoever asks first makes a vector, and the others wait for it. Texts are not kept, only their
/// hashes. The vectors are shared: nobody may change them.
final class SharedVectors implements EmbeddingModel {
  private final EmbeddingModel model;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, CompletableFuture<float[]>> latest;
  private final int maxTexts;

  /// @param maxTexts whose vectors are kept; each takes about 2 KB
  SharedVectors(EmbeddingModel model, int maxTexts) {
    this.model = model;
    this.maxTexts = maxTexts;
    this.latest =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, CompletableFuture<float[]>> eldest) {
            return size() > maxTexts;
          }
        };
  }

  /// Half of a SHA-256.
  private record Key(long high, long low) {}

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public String version() {
    return model.version();
  }

  @Override
  public int dimension() {
    return model.dimension();
  }

  @Override
  public int maxTokens() {
    return model.maxTokens();
  }

  @Override
  public int countTokens(String text) {
    return model.countTokens(text);
  }

  @Override
  public List<float[]> embed(List<String> texts, EmbeddingPurpose purpose) {
    // What would push out all that is shared is not shared.
    if (texts.size() > maxTexts / 4) {
      return model.embed(texts, purpose);
    }
    var keys = texts.stream().map(text -> key(text, purpose)).toList();
    var vectors = new ArrayList<CompletableFuture<float[]>>(texts.size());
    var own = new ArrayList<Integer>();
    lock.lock();
    try {
      for (int i = 0; i < keys.size(); i++) {
        var known = latest.get(keys.get(i));
        if (known == null) {
          known = new CompletableFuture<>();
          latest.put(keys.get(i), known);
          own.add(i);
        }
        vectors.add(known);
      }
    } finally {
      lock.unlock();
    }
    make(own, texts, keys, vectors, purpose);
    var made = new ArrayList<float[]>(texts.size());
    for (int i = 0; i < vectors.size(); i++) {
      made.add(await(vectors.get(i), texts.get(i), purpose));
    }
    return made;
  }

  private void make(
      List<Integer> own,
      List<String> texts,
      List<Key> keys,
      List<CompletableFuture<float[]>> vectors,
      EmbeddingPurpose purpose) {
    if (own.isEmpty()) {
      return;
    }
    try {
      var made = model.embed(own.stream().map(texts::get).toList(), purpose);
      for (int i = 0; i < made.size(); i++) {
        vectors.get(own.get(i)).complete(made.get(i));
      }
    } catch (RuntimeException | Error e) {
      forget(own, keys, vectors);
      own.forEach(i -> vectors.get(i).completeExceptionally(e));
      throw e;
    }
  }

  private void forget(List<Integer> own, List<Key> keys, List<CompletableFuture<float[]>> vectors) {
    lock.lock();
    try {
      own.forEach(i -> latest.remove(keys.get(i), vectors.get(i)));
    } finally {
      lock.unlock();
    }
  }

  // Whoever was to make it may have been called off, which is no reason to fail others.
  private float[] await(CompletableFuture<float[]> vector, String text, EmbeddingPurpose purpose) {
    try {
      return vector.get();
    } catch (ExecutionException _) {
      return model.embed(List.of(text), purpose).getFirst();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallFailed(ErrorCode.CALL_CANCELLED, "the call ended while text was embedded", e);
    }
  }

  private static Key key(String text, EmbeddingPurpose purpose) {
    var digest = Sha256.digest();
    digest.update(purpose.name().getBytes(StandardCharsets.UTF_8));
    var hash = ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    return new Key(hash.getLong(), hash.getLong());
  }
}
