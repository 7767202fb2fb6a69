package dev.headgate.providers.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class GeminiPathsTest {
  @Test
  void putsTheProjectAndItsLocationBeforeTheModel() {
    var paths = GeminiPaths.vertex("my-project", "europe-west4");

    assertThat(paths.of("/models/gemini-2.5-pro:generateContent", ""))
        .isEqualTo(
            "/projects/my-project/locations/europe-west4/publishers/google/models/gemini-2.5-pro:generateContent");
    assertThat(paths.of("/endpoints/123:generateContent", ""))
        .isEqualTo("/projects/my-project/locations/europe-west4/endpoints/123:generateContent");
  }

  @Test
  void refusesANameThatIsNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> GeminiPaths.vertex("p/../x", "global"));
  }

  @Test
  void knowsTheHostOfALocation() {
    assertThat(GeminiPaths.vertexHost("global")).isEqualTo("aiplatform.googleapis.com");
    assertThat(GeminiPaths.vertexHost("us-central1"))
        .isEqualTo("us-central1-aiplatform.googleapis.com");
  }
}
