package dev.headgate.providers.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Usage objects of real answers with the price that each provider asked for them.
/// `-Dheadgate.usage-cases=FILE` checks another file of that form.
final class UsageCasesTest {
  private static final Path CASES =
      Path.of(
          System.getProperty(
              "headgate.usage-cases", "../../shared/data/model_prices/dev/usage_cases.json.gz"));

  @Test
  void pricesEveryCaseToTheNanoDollar() throws IOException {
    assumeThat(CASES).as("public data: model_prices").exists();

    var report = new UsageCases(new BundledCatalog(), UsageCases.PRICED).check(CASES);

    System.out.printf(
        "usage cases: %d prices and %d without one, %d wrong; %d usages, %d read otherwise%n",
        report.prices(),
        report.unpriced(),
        report.wrong().size(),
        report.usages(),
        report.readOtherwise());
    assertThat(report.prices()).isPositive();
    assertThat(report.wrong()).isEmpty();
  }
}
