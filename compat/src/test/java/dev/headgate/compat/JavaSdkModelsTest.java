package dev.headgate.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.errors.NotFoundException;
import com.openai.models.models.Model;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The list of models through the official Java SDK.
@Tag("all")
final class JavaSdkModelsTest extends AtGateway<OpenAIClient> {
  JavaSdkModelsTest() {
    super(Gateway::start, Gateway::client, OpenAIClient::close);
  }

  @Test
  void listsFeaturesAndAliases() {
    var page = client.models().list();

    assertThat(page.autoPager())
        .extracting(Model::id)
        .containsExactly(
            "feature/chat", "feature/handbook", "feature/quotes", "smart", "small-vectors");
    assertThat(page.data()).allSatisfy(Model::validate);
  }

  @Test
  void showsAModelWhoseNameHasASlash() {
    var model = client.models().retrieve("feature/handbook");

    assertThat(model.id()).isEqualTo("feature/handbook");
    assertThat(model.ownedBy()).isEqualTo("headgate");
  }

  @Test
  void knowsNoOtherModel() {
    assertThatThrownBy(() -> client.models().retrieve("feature/handbok"))
        .isInstanceOfSatisfying(
            NotFoundException.class,
            failure -> assertThat(failure.code()).hasValue("model_not_found"));
  }
}
