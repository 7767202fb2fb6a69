package dev.headgate.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.errors.NotFoundException;
import com.anthropic.models.ErrorType;
import com.anthropic.models.models.ModelInfo;
import com.anthropic.models.models.ModelListParams;
import com.google.genai.Client;
import com.google.genai.errors.ClientException;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.ListModelsConfig;
import com.google.genai.types.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The list of models through the official SDKs of Anthropic and Google. Anthropic's asks at the
/// very address at which OpenAI's does, and so does Google's for its stable version.
@Tag("all")
final class ModelListsTest {
  private static final List<String> NAMES =
      List.of(
          "feature/chat",
          "feature/handbook",
          "feature/quotes",
          "smart",
          "small-vectors",
          "claude",
          "flash",
          "steady",
          "steady-claude",
          "steady-flash");

  @TempDir Path folder;
  private Gateway gateway;
  private AnthropicClient anthropic;
  private Client google;

  @BeforeEach
  void start() {
    gateway = Gateway.startWithAllDialects(folder);
    anthropic = Messages.settings(gateway).build();
    google = Contents.client(gateway, Gateway.KEY);
  }

  @AfterEach
  void stop() {
    google.close();
    anthropic.close();
    gateway.close();
  }

  @Test
  void anthropicsListsFeaturesAndAliases() {
    var page = anthropic.models().list();

    assertThat(page.data()).extracting(ModelInfo::id).containsExactlyElementsOf(NAMES);
    assertThat(page.data()).allSatisfy(ModelInfo::validate);
    assertThat(page.hasMore()).hasValue(false);
    assertThat(page.lastId()).hasValue(NAMES.getLast());
  }

  @Test
  void anthropicsReadsAListInPages() {
    var page = anthropic.models().list(ModelListParams.builder().limit(3).build());

    assertThat(page.data()).hasSize(3);
    assertThat(page.autoPager()).extracting(ModelInfo::id).containsExactlyElementsOf(NAMES);
  }

  @Test
  void anthropicsShowsOneModel() {
    assertThat(anthropic.models().retrieve("claude").validate().displayName()).isEqualTo("claude");
    assertThat(anthropic.models().retrieve("feature/handbook").id()).isEqualTo("feature/handbook");
  }

  @Test
  void anthropicsHearsOfAnUnknownModelInItsOwnWords() {
    var failure =
        catchThrowableOfType(NotFoundException.class, () -> anthropic.models().retrieve("claud"));

    assertThat(failure.type()).hasValue(ErrorType.NOT_FOUND_ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1beta", "v1"})
  void googlesListsFeaturesAndAliasesWithWhatTheyDo(String version) {
    var models = list(google, version, 100);

    assertThat(models)
        .extracting(model -> model.name().orElseThrow())
        .containsExactlyElementsOf(NAMES.stream().map("models/"::concat).toList());
    assertThat(actions(models, "feature/quotes"))
        .containsExactly("generateContent", "streamGenerateContent");
    assertThat(actions(models, "flash"))
        .containsExactly("generateContent", "streamGenerateContent", "countTokens");
    assertThat(actions(models, "claude")).contains("countTokens");
    assertThat(actions(models, "smart"))
        .containsExactly("generateContent", "streamGenerateContent");
    assertThat(actions(models, "small-vectors"))
        .containsExactly("embedContent", "batchEmbedContents");
  }

  @Test
  void googlesReadsAListInPages() {
    assertThat(list(google, "v1beta", 3))
        .extracting(model -> model.name().orElseThrow())
        .containsExactlyElementsOf(NAMES.stream().map("models/"::concat).toList());
  }

  @Test
  void googlesShowsOneModel() {
    assertThat(google.models.get("flash", null).name()).hasValue("models/flash");
    assertThat(google.models.get("models/feature/handbook", null).name())
        .hasValue("models/feature/handbook");
  }

  @Test
  void googlesHearsOfAnUnknownModelInItsOwnWords() {
    var failure =
        catchThrowableOfType(ClientException.class, () -> google.models.get("flas", null));

    assertThat(failure.code()).isEqualTo(404);
    assertThat(failure.status()).isEqualTo("NOT_FOUND");
  }

  private static List<Model> list(Client client, String version, int pageSize) {
    var models = new ArrayList<Model>();
    client
        .models
        .list(
            ListModelsConfig.builder()
                .pageSize(pageSize)
                .httpOptions(HttpOptions.builder().apiVersion(version))
                .build())
        .forEach(models::add);
    return models;
  }

  private static List<String> actions(List<Model> models, String name) {
    return models.stream()
        .filter(model -> model.name().orElseThrow().equals("models/" + name))
        .findAny()
        .flatMap(Model::supportedActions)
        .orElseThrow();
  }
}
