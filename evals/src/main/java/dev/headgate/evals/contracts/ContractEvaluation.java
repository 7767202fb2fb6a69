package dev.headgate.evals.contracts;

import dev.headgate.kernel.contracts.Reading;
import dev.headgate.kernel.contracts.Schema;
import dev.headgate.kernel.contracts.Schemas;
import dev.headgate.kernel.contracts.Schemas.BadSchema;
import java.util.List;
import java.util.Map;

/// Judges every document twice: as a whole, and piece by piece as a model would write it.
public final class ContractEvaluation {
  private final Schemas schemas;
  private final int pieceCharacters;

  /// @param pieceCharacters of each piece that is judged
  public ContractEvaluation(Schemas schemas, int pieceCharacters) {
    this.schemas = schemas;
    this.pieceCharacters = pieceCharacters;
  }

  public ContractReport run(List<ContractCase> cases) {
    var report = ContractReport.NONE;
    for (var one : cases) {
      report = report.plus(judged(one));
    }
    return report;
  }

  private ContractReport judged(ContractCase one) {
    Schema schema;
    try {
      schema = schemas.compile("schema.json", Map.of("schema.json", one.schema()));
    } catch (BadSchema _) {
      return new ContractReport(1, 1, 0, 0, 0, 0, 0, 0, 0);
    }
    var report = new ContractReport(1, 0, 0, 0, 0, 0, 0, 0, 0);
    for (var instance : one.instances()) {
      report = report.plus(judged(schema, instance));
    }
    return report;
  }

  private ContractReport judged(Schema schema, ContractCase.Instance instance) {
    var text = instance.document();
    var whole = schema.reader();
    var _ = whole.accept(text);
    var isValid = isValid(schema, whole.end());
    var streamed = schema.watching(List.of());
    var read = 0;
    var isGivenUp = false;
    while (read < text.length() && !isGivenUp) {
      var next = Math.min(read + pieceCharacters, text.length());
      isGivenUp = streamed.accept(text.substring(read, next)).isPresent();
      read = next;
    }
    var isStreamedValid = !isGivenUp && isValid(schema, streamed.end());
    return new ContractReport(
        0,
        0,
        1,
        isValid ? 1 : 0,
        isValid == isStreamedValid ? 1 : 0,
        isValid == instance.isValid() ? 1 : 0,
        isGivenUp && read < text.length() ? 1 : 0,
        isValid ? 0 : text.length(),
        isGivenUp ? text.length() - read : 0);
  }

  private static boolean isValid(Schema schema, Reading reading) {
    return reading instanceof Reading.Found(var document, _) && schema.check(document).isEmpty();
  }
}
