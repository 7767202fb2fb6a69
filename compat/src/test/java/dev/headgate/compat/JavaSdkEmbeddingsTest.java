package dev.headgate.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.openai.client.OpenAIClient;
import com.openai.errors.BadRequestException;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams.EncodingFormat;
import dev.headgate.testkit.providers.GeminiReplies;
import dev.headgate.testkit.providers.OpenAiReplies;
import dev.headgate.testkit.providers.Reply;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Embeddings through the official Java SDK: of a model in the server, and of a provider's.
@Tag("all")
final class JavaSdkEmbeddingsTest extends AtGateway<OpenAIClient> {
  private static final String EMBEDDED = "embedded/bge-small-en-v1.5";
  private static final int DIMENSION = 384;
  private static final List<String> TEXTS =
      List.of("How do I reset my password?", "I forgot my login.", "Bananas are yellow.");

  JavaSdkEmbeddingsTest() {
    super(Gateway::start, Gateway::client, OpenAIClient::close);
  }

  @Test
  void embedsInTheServer() {
    var response = embed(embedding(EMBEDDED).encodingFormat(EncodingFormat.FLOAT));

    var vectors = vectors(response);
    assertThat(vectors).hasSize(3).allSatisfy(vector -> assertThat(vector).hasSize(DIMENSION));
    assertThat(cosine(vectors.get(0), vectors.get(0))).isCloseTo(1, within(1e-4));
    assertThat(cosine(vectors.get(0), vectors.get(1)))
        .isGreaterThan(cosine(vectors.get(0), vectors.get(2)) + .1);
    assertThat(response.usage().promptTokens()).isBetween(12L, 40L);
    assertThat(gateway.provider.requests()).isEmpty();
  }

  @Test
  void sendsTheSameNumbersInBase64() {
    var floats = vectors(embed(embedding(EMBEDDED).encodingFormat(EncodingFormat.FLOAT)));

    var encoded = embed(embedding(EMBEDDED).encodingFormat(EncodingFormat.BASE64)).data();

    for (int i = 0; i < floats.size(); i++) {
      assertThat(encoded.get(i).index()).isEqualTo(i);
      assertThat(decoded(encoded.get(i).embeddingValue().asBase64())).isEqualTo(floats.get(i));
    }
  }

  @Test
  void embedsInWhateverFormTheSdkAsksForByItself() {
    var response = embed(embedding("small-vectors"));

    assertThat(vectors(response)).hasSize(3).allSatisfy(it -> assertThat(it).hasSize(DIMENSION));
  }

  @Test
  void refusesToCutVectors() {
    assertThatThrownBy(() -> embed(embedding(EMBEDDED).dimensions(64)))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            refused -> assertThat(refused.param()).hasValue("dimensions"));
  }

  @Test
  void relaysAProvidersEmbeddings() {
    gateway.provider.next(OpenAiReplies.embeddings(new float[] {.5f, -.25f}));

    var response = embed(embedding("scripted/embed-1").encodingFormat(EncodingFormat.FLOAT));

    assertThat(vectors(response)).containsExactly(List.of(.5f, -.25f));
    assertThat(response.usage().promptTokens()).isEqualTo(5);
    assertThat(gateway.asked().path()).isEqualTo("/v1/embeddings");
    assertThat(gateway.asked().body()).contains("\"model\":\"embed-1\"");
  }

  @Test
  void relaysAProvidersEmbeddingsInBase64() {
    var bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(.5f).putFloat(-.25f);
    gateway.provider.next(
        Reply.json(
            """
            {"object":"list","data":[{"object":"embedding","index":0,"embedding":"%s"}],\
            "model":"embed-1","usage":{"prompt_tokens":5,"total_tokens":5}}\
            """
                .formatted(Base64.getEncoder().encodeToString(bytes.array()))));

    var response = embed(embedding("scripted/embed-1"));

    assertThat(vectors(response)).containsExactly(List.of(.5f, -.25f));
  }

  @Test
  void embedsAtAProviderOfAnotherDialect() {
    try (var all = Gateway.startWithAllDialects(folder.resolve("all"))) {
      var vector = new float[] {.5f, -.25f};
      all.provider.next(GeminiReplies.embeddings(vector, vector, vector));
      var sdk = all.client();

      var response = sdk.embeddings().create(embedding("flash").build());

      assertThat(vectors(response)).hasSize(3).containsOnly(List.of(.5f, -.25f));
      assertThat(all.asked().path()).endsWith(":batchEmbedContents");
      sdk.close();
    }
  }

  private static EmbeddingCreateParams.Builder embedding(String model) {
    return EmbeddingCreateParams.builder().model(model).inputOfArrayOfStrings(TEXTS);
  }

  private CreateEmbeddingResponse embed(EmbeddingCreateParams.Builder params) {
    return client.embeddings().create(params.build());
  }

  private static List<List<Float>> vectors(CreateEmbeddingResponse response) {
    return response.data().stream().map(each -> each.embedding()).toList();
  }

  private static List<Float> decoded(String base64) {
    var floats =
        ByteBuffer.wrap(Base64.getDecoder().decode(base64))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    var vector = new Float[floats.remaining()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = floats.get(i);
    }
    return List.of(vector);
  }

  // Of vectors that are normalised.
  private static double cosine(List<Float> a, List<Float> b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += a.get(i) * b.get(i);
    }
    return sum;
  }
}
