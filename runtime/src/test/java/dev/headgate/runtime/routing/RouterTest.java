package dev.headgate.runtime.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RouterTest {
  private final Provider openai =
      new Provider(
          "openai",
          "openai",
          (_, _, _) -> {
            throw new IllegalStateException();
          },
          (_, _, _) -> {
            throw new IllegalStateException();
          });
  private final Router router = router();

  private Router router() {
    var aliases = new LinkedHashMap<String, Alias>();
    aliases.put("smart", new Alias("openai", "gpt-x"));
    aliases.put("small", new Alias("embedded", "bge-small-en-v1.5"));
    return new Router(List.of(openai), aliases, new Fleet(System::nanoTime, new Random(1), _ -> 0));
  }

  @Test
  void followsAnAlias() {
    assertThat(router.require("smart")).isEqualTo(new Deployment.Remote(openai, "gpt-x"));
    assertThat(router.require("small")).isEqualTo(new Deployment.Embedded("bge-small-en-v1.5"));
  }

  @Test
  void reachesAnyModelOfAProviderEvenWithASlashInItsName() {
    assertThat(router.require("openai/meta/llama"))
        .isEqualTo(new Deployment.Remote(openai, "meta/llama"));
  }

  @Test
  void namesTheNearestAliasOfAMistypedOne() {
    assertThatThrownBy(() -> router.require("smrat"))
        .hasMessageContaining("did you mean \"smart\"?");
  }

  @Test
  void repeatsALongNameOnlyInPart() {
    assertThatThrownBy(() -> router.require("😀".repeat(4 << 20)))
        .message()
        .contains("is not declared")
        .hasSizeLessThan(400)
        .matches(message ->
            message.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE));
  }

  @Test
  void refusesAnUnknownProviderAndAnEmptyModel() {
    assertThatThrownBy(() -> router.require("nowhere/gpt")).hasMessageContaining("not declared");
    assertThatThrownBy(() -> router.require("openai/")).hasMessageContaining("not declared");
  }
}
