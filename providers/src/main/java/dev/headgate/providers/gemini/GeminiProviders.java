package dev.headgate.providers.gemini;

import dev.headgate.kernel.chat.TokenBounds;
import dev.headgate.kernel.config.Secret;
import dev.headgate.kernel.dialects.EmbeddingCodec;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.providers.conversations.CodecProvider;
import dev.headgate.providers.conversations.Credentials;
import dev.headgate.providers.conversations.Door;
import dev.headgate.providers.http.ConnectionSettings;
import dev.headgate.providers.http.Endpoint;
import dev.headgate.providers.services.Capabilities;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Google's two doors to the same models.
public final class GeminiProviders {
  private static final String KEY_HEADER = "x-goog-api-key";
  private static final EmbeddingCodec STUDIO = new GeminiEmbeddingCodec();
  private static final EmbeddingCodec ONE_TEXT = GeminiEmbeddingCodec.ofOne();
  private static final EmbeddingCodec PREDICTION = new VertexEmbeddingCodec();

  private GeminiProviders() {}

  /// AI Studio: a key in a header.
  ///
  /// @param endpoint with its version, such as `https://generativelanguage.googleapis.com/v1beta`
  public static CodecProvider studio(
      String name,
      Endpoint endpoint,
      Optional<Secret> key,
      Map<String, String> headers,
      ConnectionSettings connections,
      InstantSource clock) {
    var door = new Door(name, endpoint, headers, key(key), GeminiPaths.studio(), connections);
    return new CodecProvider(
        door, new GeminiCodec(), _ -> STUDIO, Wording.USUAL, GeminiProviders::bounds, clock);
  }

  /// A key of either door.
  public static Credentials key(Optional<Secret> key) {
    return Credentials.header(KEY_HEADER, key);
  }

  /// Vertex AI: a token of a service account, or of whatever else gives out credentials.
  ///
  /// @param endpoint with its version, such as `https://europe-west4-aiplatform.googleapis.com/v1`
  /// @param paths of the project, by [GeminiPaths#vertex]
  public static CodecProvider vertex(
      String name,
      Endpoint endpoint,
      Door.Paths paths,
      Credentials credentials,
      Map<String, String> headers,
      ConnectionSettings connections,
      InstantSource clock) {
    var door = new Door(name, endpoint, headers, credentials, paths, connections);
    return new CodecProvider(
        door,
        new GeminiCodec(),
        GeminiProviders::vertexVectors,
        Wording.USUAL,
        GeminiProviders::bounds,
        clock);
  }

  // Both doors have the same models.
  private static TokenBounds bounds(String model) {
    return Capabilities.bounds("gemini", model);
  }

  // Since its second generation an embedding model has an address of its own.
  private static EmbeddingCodec vertexVectors(String model) {
    return model.startsWith("gemini-embedding-2") ? ONE_TEXT : PREDICTION;
  }
}
