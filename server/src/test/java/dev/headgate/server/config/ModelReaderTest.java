package dev.headgate.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.runtime.routing.Alias;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.RoutingConfig;
import dev.headgate.runtime.routing.Sticky;
import dev.headgate.runtime.routing.Strategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelReaderTest {
  private static final String PROVIDERS =
      "providers: {up: {base-url: \"https://api.example/v1\"}, down: {base-url: \"https://b.example/v1\"}}\n";

  @TempDir private Path temp;

  @Test
  void readsOneDeploymentAsBefore() {
    assertThat(model("smart: {provider: up, model: gpt}")).isEqualTo(new Alias("up", "gpt"));
  }

  @Test
  void readsEveryKey() {
    var model =
        model(
            """
            smart:
                deployments:
                  - {provider: up, model: gpt, weight: 3, region: eu, context-window: 8000, prefill: true}
                  - {provider: down, model: llama}
                fallback: [cheap]
                routing:
                  strategy: latency
                  sticky: prefix
                  retries: 2
                  hold-back: 8KiB
                  hedge: {after: 2s, share: 0.1}
              cheap: {provider: down, model: small}\
            """);

    assertThat(model)
        .isEqualTo(
            new Alias(
                List.of(
                    new Alias.Target("up", "gpt", new Deployment.Terms(3, "eu", 8_000, true, null)),
                    new Alias.Target("down", "llama", Deployment.Terms.NONE)),
                List.of("cheap"),
                new RoutingConfig(
                    Strategy.LATENCY,
                    Sticky.PREFIX,
                    2,
                    new RoutingConfig.HedgeConfig(Duration.ofSeconds(2), .1),
                    8 * 1024)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "smart: {model: gpt} | \"provider\" is missing; write provider and model, or deployments",
        "smart: {provider: up} | \"model\" is missing",
        "smart: {deployments: [{provider: up, model: a}], model: b} | write either deployments, or",
        "smart: {deployments: [{provider: upp, model: a}]} | unknown provider \"upp\"; did you mean \"up\"?",
        "smart: {deployments: [{provider: up}]} | \"model\" is missing",
        "smart: {deployments: [{provider: up, model: a}, {provider: embedded, model: extractive}]} | stands alone",
        "smart: {provider: up, model: a, fallback: [smrt]} | falls back to \"smrt\", which is not another model",
        "smart: {provider: up, model: a, fallback: [smart]} | which is not another model",
        "smart: {provider: up, model: a, routing: {strategy: fastest}} | fastest",
        "smart: {provider: up, model: a, routing: {hold-back: 2MiB}} | at most 1 MiB",
        "smart: {provider: up, model: a, routing: {hedge: {share: 2}}} | expected a number from 0.0 to 1.0"
      })
  void namesEveryMistake(String models, String problem) {
    assertThat(new ProjectFolder(temp).write("headgate.yaml", yaml(models)).problems())
        .contains(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic, claude-haiku-4-5, '', true",
    "anthropic, claude-haiku-4-5, ', prefill: false', false",
    "anthropic, claude-opus-4-6, '', false",
    "anthropic, claude-opus-4-6, ', prefill: true', true",
    "mistral, mistral-large-latest, '', true",
    "openai, gpt-4.1, '', false"
  })
  void knowsWhichModelsGoOnUnlessTheDeclarationSaysSo(
      String type, String model, String more, boolean prefill) {
    var project =
        new ProjectFolder(temp)
            .write(
                "headgate.yaml",
                "providers: {up: {type: %s}}\nmodels: {smart: {provider: up, model: %s%s}}\n"
                    .formatted(type, model, more))
            .loaded();

    var target = project.settings().models().aliases().firstEntry().getValue().targets().getFirst();

    assertThat(target.terms().prefill()).isEqualTo(prefill);
  }

  private Alias model(String models) {
    var project = new ProjectFolder(temp).write("headgate.yaml", yaml(models)).loaded();
    return project.settings().models().aliases().firstEntry().getValue();
  }

  private static String yaml(String models) {
    return PROVIDERS + "models:\n  " + models + "\n";
  }
}
