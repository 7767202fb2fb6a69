package dev.headgate.guardrails.pii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PiiDetectorTest {
  private static final Path VECTORS =
      Path.of("../../shared/data/presidio_recognizer_vectors/dev/vectors.jsonl");

  private final PiiDetector detector = new PiiDetector();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Write to anna.kovacs@example.com please | EMAIL_ADDRESS | anna.kovacs@example.com
          card 4111-1111-1111-1111 is lost | CREDIT_CARD | 4111-1111-1111-1111
          my IBAN is DE89 3704 0044 0532 0130 00. | IBAN_CODE | DE89 3704 0044 0532 0130 00
          SSN 219-09-9876 | US_SSN | 219-09-9876
          the host 10.0.0.1 is down | IP_ADDRESS | 10.0.0.1
          password=hunter2hunter2 | PASSWORD | hunter2hunter2
          key AKIAIOSFODNN7EXAMPLE here | API_KEY | AKIAIOSFODNN7EXAMPLE
          wallet 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa | CRYPTO | 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa
          call me at +44 20 7946 0958 | PHONE_NUMBER | +44 20 7946 0958
          born 12/05/1980 in Rome | DATE_OF_BIRTH | 12/05/1980
          My name is Maria Rossi. | PERSON | Maria Rossi
          """)
  void findsWhatIsPersonal(String text, String kind, String value) {
    var found = detector.find(text);

    assertThat(found)
        .anySatisfy(finding -> {
          assertThat(finding.kind()).isEqualTo(kind);
          assertThat(text.substring(finding.start(), finding.end())).isEqualTo(value);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "How do I reset my account?",
    "The meeting is at 12:30 in room 4711.",
    "Version 1.2.3 has 1234 changes.",
    "card 4111-1111-1111-1112 has a wrong digit"
  })
  void noIdentifierIsFoundWhereThereIsNone(String text) {
    assertThat(detector.candidates(text))
        .noneMatch(finding -> finding.score() >= PiiDetector.THRESHOLD);
  }

  @Test
  void everyKindHasOneName() {
    assertThat(detector.kinds()).contains("PERSON", "US_SSN", "JWT").hasSizeGreaterThan(60);
  }

  /// The positions are those that the public vectors name; where there are none, nothing may be.
  @Test
  void agreesWithThePublicVectors() throws IOException {
    assumeTrue(Files.isRegularFile(VECTORS), "the public data is absent: " + VECTORS);
    var kinds = new TreeSet<>(detector.kinds());
    var none =
        Pattern.compile(
            "\"recognizer\": \"(\\w+)\", \"text\": \"([^\"\\\\]*)\", \"expected_count\": 0,");
    var checked = 0;
    for (var line : Files.readAllLines(VECTORS)) {
      var row = none.matcher(line);
      if (row.find()) {
        var kind = row.group(1).toUpperCase(Locale.ROOT);
        if (kinds.contains(kind)) {
          checked++;
          assertThat(detector.candidates(row.group(2)))
              .as(line)
              .noneMatch(finding -> finding.kind().equals(kind));
        }
      }
    }
    assertThat(checked).isGreaterThan(150);
  }
}
