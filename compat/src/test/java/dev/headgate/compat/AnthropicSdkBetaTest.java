package dev.headgate.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.providers.AnyDialect;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What callers switch on by a header of Anthropic's API reaches a provider that speaks it.
@Tag("all")
final class AnthropicSdkBetaTest {
  @TempDir Path folder;

  @Test
  void relaysTheVersionAndTheBetasThatWereAskedFor() {
    try (var gateway = Gateway.startWithAllDialects(folder)) {
      gateway.provider.always(AnyDialect.says("Hello", " there"));
      var asked =
          Messages.ask("claude")
              .putAdditionalHeader("anthropic-beta", "scripted-2026-11-21")
              .build();

      var _ = Messages.settings(gateway).build().messages().create(asked);

      assertThat(gateway.asked().header("anthropic-beta")).hasValue("scripted-2026-11-21");
      assertThat(gateway.asked().header("anthropic-version")).hasValue("2023-06-01");
    }
  }
}
