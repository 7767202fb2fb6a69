package dev.headgate.inference.embeddings;

import dev.headgate.kernel.config.NearestName;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The embedding models that Headgate brings, by name; each is loaded once and shared by all.
public final class EmbeddingModels implements AutoCloseable {
  /// The model of collections that name none.
  public static final String DEFAULT = ModelPack.BGE_SMALL.name();

  /// The one that takes the least time, for what is decided on the way of a call.
  public static final String FASTEST = ModelPack.MINI_LM.name();

  private static final List<ModelPack> BUILT_IN = List.of(ModelPack.BGE_SMALL, ModelPack.MINI_LM);

  /// What a collection may name.
  public static final Set<String> NAMES =
      BUILT_IN.stream().map(ModelPack::name).collect(Collectors.toUnmodifiableSet());

  /// The same, the best first.
  public static final List<String> ORDERED = BUILT_IN.stream().map(ModelPack::name).toList();

  private static final int MAX_WORKERS = 8;

  // Of each model; 16 MB when all are in use.
  private static final int MAX_SHARED_TEXTS = 8_192;

  private final Map<String, OnnxEmbeddingModel> byName = new LinkedHashMap<>();
  private final Map<String, EmbeddingModel> shared = new LinkedHashMap<>();

  /// Loads weights from the class path.
  public EmbeddingModels() {
    this((UnpackedResources) null);
  }

  /// Keeps weights and native libraries as files in a directory of its own, which takes 60 MB and
  /// saves the inflating at each start.
  public EmbeddingModels(Path directory) {
    this(new UnpackedResources(directory));
  }

  private EmbeddingModels(@Nullable UnpackedResources unpacked) {
    var workers = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_WORKERS);
    for (var pack : BUILT_IN) {
      var model = new OnnxEmbeddingModel(pack, workers, unpacked);
      byName.put(pack.name(), model);
      shared.put(pack.name(), new SharedVectors(model, MAX_SHARED_TEXTS));
    }
  }

  public Set<String> names() {
    return byName.keySet();
  }

  public OnnxEmbeddingModel require(String name) {
    var model = byName.get(name);
    if (model == null) {
      throw new CallFailed(
          ErrorCode.MODEL_NOT_FOUND,
          "there is no embedding model \"%s\"; did you mean \"%s\"?"
              .formatted(name, NearestName.of(name, names()).orElse(DEFAULT)));
    }
    return model;
  }

  /// The same model for those who read the same texts as others do: a vector is made once, and kept
  /// for a while. Nobody may change it.
  public EmbeddingModel shared(String name) {
    return Objects.requireNonNull(shared.get(require(name).name()));
  }

  @Override
  public void close() {
    byName.values().forEach(OnnxEmbeddingModel::close);
  }
}
