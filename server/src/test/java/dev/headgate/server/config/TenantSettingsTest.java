package dev.headgate.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.config.Problem;
import dev.headgate.runtime.access.Account;
import dev.headgate.runtime.access.Allowance;
import dev.headgate.runtime.access.Network;
import dev.headgate.runtime.access.Networks;
import dev.headgate.runtime.access.Patterns;
import dev.headgate.runtime.access.Priority;
import dev.headgate.runtime.access.ProjectConfig;
import dev.headgate.runtime.access.Rate;
import dev.headgate.runtime.access.Scope;
import dev.headgate.runtime.access.Window;
import dev.headgate.runtime.boundaries.BoundariesConfig;
import dev.headgate.runtime.boundaries.DataRule;
import dev.headgate.runtime.boundaries.ProviderTags;
import dev.headgate.runtime.limits.LimitsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sections `access`, `projects`, `limits` and `data-boundaries`.
final class TenantSettingsTest {
  @TempDir private Path folder;

  @Test
  void nobodyIsLimitedAndNothingIsBoundedByDefault() throws IOException {
    var settings = read("{}");

    assertThat(settings.limits()).isEqualTo(LimitsConfig.DEFAULT);
    assertThat(settings.boundaries()).isEqualTo(BoundariesConfig.NONE);
    assertThat(settings.access().mayBeOpen()).isTrue();
    assertThat(settings.access().projects().find("default")).hasValue(ProjectConfig.DEFAULT);
  }

  @Test
  void readsEveryKey() throws IOException {
    var settings =
        read(
            """
            data-boundaries: {classes: [public, personal], default: personal}
            providers: {up: {base-url: "http://127.0.0.1:9/v1", region: eu, accepts: [public]}}
            models: {smart: {provider: up, model: m}}
            projects:
              shop:
                models: [smart]
                features: []
                endpoints: [/v1/*]
                networks: [10.0.0.0/8]
                priority: high
                provider-state: true
                data: {class: personal, regions: [eu], providers: [up]}
                limits: {requests-per-second: 1, requests-per-minute: 2, requests-per-hour: 3, requests-per-day: 4, tokens-per-second: 5, tokens-per-minute: 6, tokens-per-hour: 7, tokens-per-day: 8, concurrent: 9}
                teams: {checkout: {limits: {concurrent: 3}}}
            access:
              require-key: true
              trusted-proxies: [127.0.0.1]
              keys:
                - {name: web, key: "${env:KEY}", project: shop, team: checkout, user: ann, models: [smart], priority: low, expires: "2027-01-31", data: {class: public}, limits: {concurrent: 1}}
            limits:
              key: {concurrent: 1}
              user: {concurrent: 2}
              team: {concurrent: 3}
              project: {concurrent: 4}
              models: {smart: {concurrent: 5}}
              max-users: 6
              max-depth: 7
              max-call-duration: 8s
              max-output-tokens: 9
              overload: {target-delay: 1ms, min-in-flight: 2, max-in-flight: 3, max-queue: 4, max-wait: 5ms}
            """);

    var project = settings.access().projects().find("shop").orElseThrow();
    assertThat(project.scope())
        .isEqualTo(
            new Scope(
                Patterns.of("smart"),
                new Patterns(List.of()),
                Patterns.of("/v1/*"),
                new Networks(List.of(Network.parse("10.0.0.0/8").orElseThrow()))));
    assertThat(project.priority()).isEqualTo(Priority.HIGH);
    assertThat(project.providerState()).isTrue();
    assertThat(project.data()).isEqualTo(new DataRule("personal", List.of("eu"), List.of("up")));
    assertThat(project.limits().requests())
        .containsExactly(
            new Rate(1, Window.SECOND),
            new Rate(2, Window.MINUTE),
            new Rate(3, Window.HOUR),
            new Rate(4, Window.DAY));
    assertThat(project.limits().tokens()).extracting(Rate::amount).containsExactly(5L, 6L, 7L, 8L);
    assertThat(project.teams()).isEqualTo(Map.of("checkout", concurrent(3)));
    var key = settings.access().keys().getFirst();
    assertThat(key.terms().account()).isEqualTo(new Account("shop", "checkout", "ann"));
    assertThat(key.terms().priority()).isEqualTo(Priority.LOW);
    assertThat(key.terms().limits()).isEqualTo(concurrent(1));
    assertThat(key.expires()).isEqualTo(Instant.parse("2027-01-31T00:00:00Z"));
    assertThat(settings.access().rules().requireKey()).isTrue();
    assertThat(settings.access().rules().trustedProxies().texts()).containsExactly("127.0.0.1/32");
    var limits = settings.limits();
    assertThat(limits.each())
        .isEqualTo(
            new LimitsConfig.Each(concurrent(1), concurrent(2), concurrent(3), concurrent(4)));
    assertThat(limits.models()).isEqualTo(Map.of("smart", concurrent(5)));
    assertThat(limits.maxUsers()).isEqualTo(6);
    assertThat(limits.bounds()).isEqualTo(new LimitsConfig.CallBounds(7, Duration.ofSeconds(8), 9));
    assertThat(limits.overload().maxWait()).isEqualTo(Duration.ofMillis(5));
    assertThat(limits.overload().maxInFlight()).isEqualTo(3);
    assertThat(settings.boundaries())
        .isEqualTo(new BoundariesConfig(List.of("public", "personal"), "personal"));
    assertThat(settings.models().tags())
        .containsEntry("up", new ProviderTags("eu", List.of("public")));
  }

  @Test
  void findsEveryMistakeInOneGo() throws IOException {
    assertThat(
            problems(
                """
                data-boundaries: {classes: [public, public], default: secret}
                providers: {up: {base-url: "http://127.0.0.1:9/v1", accepts: [publik]}}
                models: {smart: {provider: up, model: m}}
                projects: {shop: {networks: ["10.1"], data: {class: personal}, teams: {a: {}}}}
                access:
                  trusted-proxies: [proxy]
                  keys:
                    - {name: a, key: "${env:KEY}", project: shpo}
                    - {name: b, key: "${env:KEY2}", project: shop, team: c, priority: vip, expires: soon}
                limits: {models: {smrt: {}}, key: {requests-per-week: 1}, overload: {min-in-flight: 9, max-in-flight: 8}}
                """))
        .hasSize(13)
        .anyMatch(problem -> problem.contains("a class is named twice"))
        .anyMatch(problem -> problem.contains("no data class \"secret\""))
        .anyMatch(problem -> problem.contains("no data class \"publik\", did you mean \"public\"?"))
        .anyMatch(problem -> problem.contains("no data class \"personal\""))
        .anyMatch(problem -> problem.contains("such as 10.0.0.0/8") && problem.contains("10.1"))
        .anyMatch(problem -> problem.contains("found \"proxy\""))
        .anyMatch(problem -> problem.contains("unknown project \"shpo\"; did you mean \"shop\"?"))
        .anyMatch(problem -> problem.contains("unknown team \"c\""))
        .anyMatch(problem -> problem.contains("one of critical, high, normal, low, batch"))
        .anyMatch(problem -> problem.contains("expected a day"))
        .anyMatch(problem -> problem.contains("unknown model \"smrt\"; did you mean \"smart\"?"))
        .anyMatch(problem -> problem.contains("requests-per-week"))
        .anyMatch(problem -> problem.contains("more than max-in-flight"));
  }

  @Test
  void aServerForTheNetworkMayRelyOnKeysThatAreMadeLater() throws IOException {
    assertThat(problems("server: {host: 0.0.0.0}\n"))
        .anyMatch(problem -> problem.contains("require-key"));
    assertThat(read("server: {host: 0.0.0.0}\naccess: {require-key: true}\n").access().mayBeOpen())
        .isFalse();
  }

  private static Allowance concurrent(int calls) {
    return new Allowance(List.of(), List.of(), calls);
  }

  private Settings read(String yaml) throws IOException {
    return switch (load(yaml)) {
      case LoadResult.Loaded(var project) -> project.settings();
      case LoadResult.Rejected(var problems) -> throw new AssertionError(problems);
    };
  }

  private List<String> problems(String yaml) throws IOException {
    return switch (load(yaml)) {
      case LoadResult.Loaded _ -> List.of();
      case LoadResult.Rejected(var problems) -> problems.stream().map(Problem::toString).toList();
    };
  }

  private LoadResult load(String yaml) throws IOException {
    Files.writeString(folder.resolve("headgate.yaml"), yaml);
    return ProjectLoader.load(
        folder, new ProjectSecrets(folder, Map.of("KEY", "hg-web", "KEY2", "hg-app")));
  }
}
