package dev.headgate.inference.embeddings;

import ai.onnxruntime.OrtException;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// An embedding model that runs in this process. Loads itself when first used or when told to,
/// once; a load that failed is tried again by whoever needs the model next.
public final class OnnxEmbeddingModel implements EmbeddingModel, AutoCloseable {
  // ONNX Runtime walks the graph recursively; on a thread of 1 MiB, Java's default, it crashes.
  private static final long LOADING_STACK_BYTES = 8L << 20;
  private static final Duration LOAD_LIMIT = Duration.ofSeconds(30);

  private final ModelPack pack;
  private final int workers;
  private final @Nullable UnpackedResources unpacked;
  private volatile FutureTask<Loaded> loading = new FutureTask<>(this::loadParts);
  private volatile @Nullable Thread loader;

  /// @param workers texts embedded at the same time; one core each
  /// @param unpacked where weights are kept as files; null to load them from the class path
  OnnxEmbeddingModel(ModelPack pack, int workers, @Nullable UnpackedResources unpacked) {
    this.pack = pack;
    this.workers = workers;
    this.unpacked = unpacked;
  }

  @Override
  public String name() {
    return pack.name();
  }

  @Override
  public String version() {
    return pack.version();
  }

  @Override
  public int dimension() {
    return pack.encoding().dimension();
  }

  @Override
  public int maxTokens() {
    return pack.encoding().maxTokens();
  }

  @Override
  public int countTokens(String text) {
    return load().tokenizer.count(text);
  }

  /// How much a word in lower case says, 0 to 1, by its place in the vocabulary, which lists words
  /// by how common they are; 1 for a word that is not in it.
  public double wordWeight(String word) {
    return load().tokenizer.wordWeight(word);
  }

  @Override
  public List<float[]> embed(List<String> texts, EmbeddingPurpose purpose) {
    var loaded = load();
    var prefix =
        switch (purpose) {
          case QUERY -> pack.encoding().queryPrefix();
          case DOCUMENT -> "";
        };
    var tokens = new int[texts.size()][];
    for (var i = 0; i < tokens.length; i++) {
      tokens[i] = loaded.tokenizer.encode(prefix + texts.get(i), maxTokens());
    }
    return loaded.queue.run(tokens);
  }

  /// Loads weights and vocabulary now, so that the first text need not wait for them.
  public void warm() {
    load();
  }

  private Loaded load() {
    var task = loading;
    try {
      return (task.state() == Future.State.SUCCESS ? task : begin()).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallFailed(ErrorCode.CALL_CANCELLED, "the call ended while a model was loaded", e);
    } catch (CancellationException e) {
      throw new CallFailed(ErrorCode.SHUTTING_DOWN, "the server is shutting down", e);
    } catch (ExecutionException e) {
      throw new CallFailed(
          ErrorCode.INTERNAL_ERROR,
          "embedding model %s cannot be loaded: %s".formatted(pack.name(), e.getCause()),
          e);
    }
  }

  // What failed may have lacked space or memory for a moment, so it is tried again.
  private synchronized FutureTask<Loaded> begin() {
    if (loading.state() == Future.State.FAILED) {
      loading = new FutureTask<>(this::loadParts);
    }
    var began = loader;
    if (!loading.isDone() && (began == null || !began.isAlive())) {
      loader =
          Thread.ofPlatform()
              .daemon()
              .name("load-" + pack.name())
              .stackSize(LOADING_STACK_BYTES)
              .start(loading);
    }
    return loading;
  }

  private Loaded loadParts()
      throws IOException, OrtException, InterruptedException, ExecutionException {
    WordPiece tokenizer;
    try (var json = UnpackedResources.open(pack.source().tokenizer())) {
      tokenizer = new WordPiece(Vocabulary.read(json));
    }
    var graph = loadGraph();
    return new Loaded(tokenizer, graph, new EmbeddingQueue(pack.name(), workers, graph::encode));
  }

  private OnnxGraph loadGraph()
      throws IOException, OrtException, InterruptedException, ExecutionException {
    var environment = OnnxRuntime.environment(unpacked);
    var file = unpacked == null ? Optional.<Path>empty() : unpacked.weights(pack.source());
    return file.isPresent()
        ? OnnxGraph.load(environment, file.get(), pack.encoding())
        : OnnxGraph.load(environment, UnpackedResources.read(pack.source()), pack.encoding());
  }

  /// Waits for the texts in hand, and for a load that has begun, since a process that ends in the
  /// middle of one crashes; refuses further texts.
  @Override
  public void close() {
    var last = loading;
    if (!last.cancel(false) && last.state() == Future.State.SUCCESS) {
      last.resultNow().close();
    }
    var began = loader;
    if (began != null) {
      try {
        var _ = began.join(LOAD_LIMIT);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private record Loaded(WordPiece tokenizer, OnnxGraph graph, EmbeddingQueue queue) {
    void close() {
      queue.close();
      graph.close();
    }
  }
}
