package dev.headgate.kernel.contracts;

import java.util.Map;

/// Compiles JSON Schemas. Nothing is fetched: a schema may refer to itself, to the files beside it
/// and to the dialects of JSON Schema, and to nothing else. Thread-safe.
public interface Schemas {
  /// @param file the schema's name within `files`
  /// @param files texts by name
  Schema compile(String file, Map<String, String> files) throws BadSchema;

  /// A schema that cannot be used.
  final class BadSchema extends Exception {
    private static final long serialVersionUID = 1;

    public BadSchema(String message) {
      super(message);
    }
  }
}
