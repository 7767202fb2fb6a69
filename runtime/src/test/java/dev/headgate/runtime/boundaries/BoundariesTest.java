package dev.headgate.runtime.boundaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BoundariesTest {
  private static final DataRule PERSONAL = new DataRule("personal", List.of(), List.of());
  private static final DataRule EUROPE = new DataRule("", List.of("eu"), List.of());

  private final Boundaries boundaries =
      new Boundaries(
          new BoundariesConfig(List.of("public", "internal", "personal"), "internal"),
          Map.of(
              "us", new ProviderTags("us", List.of("public", "internal")),
              "eu", new ProviderTags("eu", List.of("public", "internal", "personal"))));

  @Test
  void theMostSensitiveClassCounts() {
    assertThat(boundaries.classOf(List.of(), "")).isEqualTo("internal");
    assertThat(boundaries.classOf(List.of(PERSONAL), "")).isEqualTo("personal");
    assertThat(boundaries.classOf(List.of(), "public")).isEqualTo("public");
    assertThat(boundaries.classOf(List.of(PERSONAL), "public")).isEqualTo("personal");
    assertThat(boundaries.classOf(List.of(EUROPE), "personal")).isEqualTo("personal");
  }

  @Test
  void aClassThatThereIsNotIsTheCallersMistake() {
    assertThatThrownBy(() -> boundaries.classOf(List.of(), "persnal"))
        .asInstanceOf(type(CallFailed.class))
        .returns(ErrorCode.INVALID_REQUEST, CallFailed::code)
        .satisfies(failure -> assertThat(failure.message()).contains("did you mean \"personal\""));
    assertThatThrownBy(() -> Boundaries.NONE.classOf(List.of(), "personal"))
        .isInstanceOf(CallFailed.class);
  }

  @Test
  void keepsTheDeploymentsThatMayTakeTheCallAndSaysWhyNotTheOthers() {
    var candidates = List.of(boundaries.tags("us", "a"), boundaries.tags("eu", "b"));

    var choice = boundaries.choose("personal", List.of(), candidates);

    assertThat(choice.allowed()).extracting(DeploymentTags::name).containsExactly("eu/b");
    assertThat(choice.objections())
        .singleElement()
        .asString()
        .contains("us/a", "does not accept personal");
  }

  @Test
  void regionsAndProvidersOfEveryRuleHold() {
    var candidates = List.of(boundaries.tags("us", "a"), boundaries.tags("eu", "b"));
    var onlyUs = new DataRule("", List.of(), List.of("us"));

    assertThat(boundaries.choose("public", List.of(EUROPE), candidates).allowed())
        .extracting(DeploymentTags::provider)
        .containsExactly("eu");
    assertThatThrownBy(() -> boundaries.require("public", List.of(EUROPE, onlyUs), candidates))
        .asInstanceOf(type(CallFailed.class))
        .returns(ErrorCode.DATA_BOUNDARY, CallFailed::code)
        .satisfies(failure -> assertThat(failure.message()).contains("region us", "eu only"));
  }

  @Test
  void aProviderThatSaysNothingGetsNoMoreThanTheDefault() {
    var silent = boundaries.tags("silent", "m");

    assertThat(boundaries.objection("internal", List.of(), silent)).isEmpty();
    assertThat(boundaries.objection("personal", List.of(), silent)).isPresent();
    assertThat(boundaries.objection("internal", List.of(EUROPE), silent))
        .hasValueSatisfying(why -> assertThat(why).contains("no declared region"));
  }

  @Test
  void withoutClassesEverythingMayGoAnywhere() {
    assertThat(Boundaries.NONE.classOf(List.of(), "")).isEmpty();
    assertThat(Boundaries.NONE.objection("", List.of(), Boundaries.NONE.tags("any", "m")))
        .isEmpty();
  }
}
