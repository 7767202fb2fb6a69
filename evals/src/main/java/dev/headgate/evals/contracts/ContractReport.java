package dev.headgate.evals.contracts;

import java.io.StringWriter;
import java.util.Locale;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What came of documents that were judged against their schemas.
///
/// @param unreadable schemas that cannot be used
/// @param valid documents that follow their schema, judged as a whole
/// @param agreed documents of which the whole and the streamed verdict are the same
/// @param expected documents of which the verdict is the one that is known
/// @param givenUp documents that were given up before their end
/// @param invalidCharacters of all documents that do not follow their schema
/// @param unreadCharacters of those that were given up, behind the place where they were
public record ContractReport(
    int schemas,
    int unreadable,
    int documents,
    int valid,
    int agreed,
    int expected,
    int givenUp,
    long invalidCharacters,
    long unreadCharacters) {
  static final ContractReport NONE = new ContractReport(0, 0, 0, 0, 0, 0, 0, 0, 0);

  ContractReport plus(ContractReport other) {
    return new ContractReport(
        schemas + other.schemas,
        unreadable + other.unreadable,
        documents + other.documents,
        valid + other.valid,
        agreed + other.agreed,
        expected + other.expected,
        givenUp + other.givenUp,
        invalidCharacters + other.invalidCharacters,
        unreadCharacters + other.unreadCharacters);
  }

  /// Of the characters of documents that do not follow their schema, the share that need not be
  /// written.
  public double saved() {
    return invalidCharacters == 0 ? 0 : (double) unreadCharacters / invalidCharacters;
  }

  /// Lines for a terminal.
  public String table() {
    return String.format(
        Locale.ROOT,
        "contracts: %d schemas, %d of them cannot be used; %d documents, %d of them valid%n"
            + "  whole and streamed verdicts agree  %d of %d%n"
            + "  verdicts as expected               %d of %d%n"
            + "  given up before their end          %d, with %.1f %% of all invalid characters unread%n",
        schemas,
        unreadable,
        documents,
        valid,
        agreed,
        documents,
        expected,
        documents,
        givenUp,
        100 * saved());
  }

  /// One JSON object.
  public String json() {
    var text = new StringWriter();
    try (var out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      out.writeStartObject();
      out.writeNumberProperty("schemas", schemas);
      out.writeNumberProperty("unreadable_schemas", unreadable);
      out.writeNumberProperty("documents", documents);
      out.writeNumberProperty("valid", valid);
      out.writeNumberProperty("agreed", agreed);
      out.writeNumberProperty("as_expected", expected);
      out.writeNumberProperty("given_up", givenUp);
      out.writeNumberProperty("unread_share", saved());
      out.writeEndObject();
    }
    return text.toString();
  }
}
