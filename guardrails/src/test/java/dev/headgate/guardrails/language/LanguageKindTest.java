package dev.headgate.guardrails.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problems;
import dev.headgate.kernel.config.SecretSource;
import dev.headgate.kernel.config.Tree;
import dev.headgate.kernel.guardrails.Detector;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LanguageKindTest {
  private final Problems problems = new Problems();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en  | How can I change the address that my invoices are sent to? | true",
        "en  | Wie kann ich die Adresse ändern, an die meine Rechnungen gehen? | false",
        "de  | Wie kann ich die Adresse ändern, an die meine Rechnungen gehen? | true",
        "deu | Wie kann ich die Adresse ändern, an die meine Rechnungen gehen? | true",
        "en  | ¿Cómo puedo cambiar la dirección a la que se envían mis facturas? | false",
        "en  | 請求書の送付先の住所を変更するにはどうすればよいですか。教えてください。よろしくお願いします。 | false",
        "en  | Hallo | true",
      })
  void tellsWhichLanguageATextIsIn(String allowed, String text, boolean passes) {
    var score =
        allowing(allowed).orElseThrow().find(text).stream()
            .mapToDouble(finding -> finding.score())
            .max()
            .orElse(0);

    assertThat(score < new LanguageKind().threshold()).as("scores " + score).isEqualTo(passes);
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void aLanguageThatNobodyKnowsIsAMistake() {
    var _ = allowing("klingon");

    assertThat(problems.all().toString()).contains("\"klingon\" is no language");
  }

  private Optional<Detector> allowing(String language) {
    var at = new Position("feature.yaml", 1, 1);
    var entries = new LinkedHashMap<String, Tree.Entry>();
    entries.put("allowed", new Tree.Entry(at, new Tree.Scalar(at, language, true)));
    return ConfigNode.read(
        new Tree.Mapping(at, entries), problems, new NoSecrets(), new LanguageKind()::read);
  }

  private record NoSecrets() implements SecretSource {
    @Override
    public Optional<String> environment(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<String> file(String path) {
      return Optional.empty();
    }
  }
}
