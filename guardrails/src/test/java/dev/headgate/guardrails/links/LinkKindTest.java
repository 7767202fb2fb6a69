package dev.headgate.guardrails.links;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problems;
import dev.headgate.kernel.config.SecretSource;
import dev.headgate.kernel.config.Tree;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.Finding;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinkKindTest {
  private static final Detector LINKS = allowing("*.example.com");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[a](https://docs.example.com/x) b | [a](https://docs.example.com/x) b",
        "[a](https://evil.test/x) b        | [a] b",
        "![a](https://evil.test/x?q=1) b   | b",
        "see https://evil.test/x b         | see  b",
        "[a](//evil.test/x) b              | [a] b",
        "[a](https://docs.example.com@evil.test/x) b | [a] b",
        "[a](HTTPS://EVIL.test) b          | [a] b",
        "x = 1; //docs                     | x = 1; //docs",
        "<img src=\"https://evil.test/i\"> b | b",
        "notexample.com                    | notexample.com",
        "https://notexample.com/ b         | b",
      })
  void takesOutWhatLeadsElsewhere(String text, String left) {
    var rest = new StringBuilder();
    var at = 0;
    for (Finding finding : LINKS.find(text)) {
      rest.append(text, at, finding.start());
      at = finding.end();
    }

    assertThat(rest.append(text.substring(at)).toString().strip()).isEqualTo(left);
  }

  private static Detector allowing(String host) {
    var at = new Position("feature.yaml", 1, 1);
    var entries = new LinkedHashMap<String, Tree.Entry>();
    entries.put("allowed-hosts", new Tree.Entry(at, new Tree.Scalar(at, host, true)));
    return ConfigNode.read(
            new Tree.Mapping(at, entries), new Problems(), new NoSecrets(), new LinkKind()::read)
        .orElseThrow();
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
