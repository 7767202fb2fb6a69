package dev.headgate.runtime.pipeline.calls;

import dev.headgate.kernel.embeddings.EmbeddingProvider;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.Router;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A name that a caller may write in `model`, and what a call may ask for under it.
///
/// @param name an alias, or `feature/<name>`
/// @param converses whether it answers conversations
/// @param counts whether somebody counts a conversation's tokens without answering it
/// @param embeds whether it makes vectors
public record OfferedModel(String name, boolean converses, boolean counts, boolean embeds) {
  // Nobody tells which of a provider's models make vectors, but their names do: no family of them
  // has another.
  private static final Pattern MAKES_VECTORS =
      Pattern.compile("embed|(^|[/-])(bge|gte|e5|minilm|voyage)[-.]", Pattern.CASE_INSENSITIVE);

  /// A feature, under the name by which it is asked.
  public static OfferedModel feature(String name) {
    return new OfferedModel(name, true, false, false);
  }

  /// @param counted whether a deployment's provider counts tokens
  public static OfferedModel of(String alias, Router router, Predicate<Deployment.Remote> counted) {
    return switch (router.require(alias)) {
      case Deployment.Embedded _ -> new OfferedModel(alias, false, false, true);
      case Deployment.Remote first when MAKES_VECTORS.matcher(first.model()).find() ->
          new OfferedModel(alias, false, false, embeds(first));
      case Deployment.Remote _ ->
          new OfferedModel(
              alias,
              true,
              router.route(alias).orElseThrow().deployments().stream().anyMatch(counted),
              false);
    };
  }

  private static boolean embeds(Deployment.Remote deployment) {
    try {
      return deployment.provider().relay() instanceof EmbeddingProvider maker
          && maker.maxInputs(deployment.model()) > 0;
    } catch (CallFailed _) {
      return false;
    }
  }
}
