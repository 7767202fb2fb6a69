package dev.headgate.providers.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class AzurePathsTest {
  @Test
  void namesTheDeploymentInThePathAndTheVersionInTheQuery() {
    var paths = AzurePaths.dated("2024-10-21");

    assertThat(paths.of("/chat/completions", "my gpt/4"))
        .isEqualTo("/openai/deployments/my%20gpt%2F4/chat/completions?api-version=2024-10-21");
    assertThat(paths.of("/responses", "gpt")).isEqualTo("/openai/responses?api-version=2024-10-21");
  }

  @Test
  void leavesTheDeploymentInTheBodyInTheNewerForm() {
    assertThat(AzurePaths.v1().of("/chat/completions", "gpt"))
        .isEqualTo("/openai/v1/chat/completions");
  }

  @Test
  void refusesAVersionThatIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AzurePaths.dated("latest&x=1"))
        .withMessageContaining("2024-10-21");
  }
}
