package dev.headgate.compat;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.models.messages.MessageCreateParams;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A feature is a model name at every door.
@Tag("all")
final class FeaturesAtEveryDoorTest {
  private static final String FEATURE = "feature/quotes";
  private static final String QUESTION = "Which port does the gateway listen on?";

  @TempDir Path folder;
  private Gateway gateway;

  @BeforeEach
  void start() {
    gateway = Gateway.startWithAllDialects(folder).ingest();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void answersAsMessages() {
    var client = Messages.settings(gateway).build();
    var asked =
        MessageCreateParams.builder()
            .model(FEATURE)
            .maxTokens(2048)
            .addUserMessage(QUESTION)
            .build();

    assertThat(Messages.text(client.messages().create(asked))).contains("port 8080");
    assertThat(Messages.text(Messages.accumulated(Messages.stream(client, asked))))
        .contains("port 8080");
  }

  @Test
  void answersAsContents() {
    try (var client = Contents.client(gateway, Gateway.KEY)) {
      var config = Contents.settings().build();

      var response = client.models.generateContent(FEATURE, QUESTION, config);

      assertThat(Contents.text(List.of(response))).contains("port 8080");
    }
  }
}
