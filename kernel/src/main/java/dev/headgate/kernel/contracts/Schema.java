package dev.headgate.kernel.contracts;

import dev.headgate.kernel.json.Json;
import java.util.Collection;
import java.util.List;

/// A JSON Schema, compiled. Thread-safe.
public interface Schema {
  /// As it was written; an empty object for a schema that is `true`.
  Json.Obj json();

  /// Where the document does not follow the schema, at most a few places; empty if it does.
  List<Violation> check(Json document);

  /// Reads the text of one answer. Nothing is judged before the document is whole.
  DocumentReader reader();

  /// Reads the text of one answer, and says as soon as no continuation of it can follow the schema.
  ///
  /// @param changed places that are changed before the document is checked, so that they cannot be
  ///   judged as they are written: JSON pointers in which `*` is every member or element
  DocumentReader watching(Collection<String> changed);
}
