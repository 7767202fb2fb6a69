package dev.headgate.runtime.features;

import dev.headgate.kernel.guardrails.DetectorKind;
import dev.headgate.kernel.text.PatternCompiler;
import dev.headgate.runtime.boundaries.BoundariesConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a project declares around its features: everything that a feature may name. The values are
/// canonical texts of the declarations, since a changed model or collection makes a new release.
///
/// @param models by alias
/// @param targets `provider/model` by alias
/// @param providers by name
/// @param collections by name
/// @param answerers models that need no provider, such as `embedded/extractive`
/// @param minConfidence of an answerer's tier that does not name its own, 0 to 1
/// @param boundaries the classes of data that are declared
/// @param flags that are declared
/// @param embeddings names of the embedding models of this process, best first
/// @param patterns compiles the patterns that rules declare
/// @param detectors that guardrails may name
public record Surroundings(
    Map<String, String> models,
    Map<String, String> targets,
    Map<String, String> providers,
    Map<String, String> collections,
    Map<String, String> answerers,
    double minConfidence,
    BoundariesConfig boundaries,
    Set<String> flags,
    List<String> embeddings,
    PatternCompiler patterns,
    List<DetectorKind> detectors) {
  public Surroundings {
    models = Map.copyOf(models);
    targets = Map.copyOf(targets);
    providers = Map.copyOf(providers);
    collections = Map.copyOf(collections);
    answerers = Map.copyOf(answerers);
    flags = Set.copyOf(flags);
    embeddings = List.copyOf(embeddings);
    detectors = List.copyOf(detectors);
  }
}
