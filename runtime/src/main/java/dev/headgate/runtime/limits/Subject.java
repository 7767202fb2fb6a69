package dev.headgate.runtime.limits;

/// Who or what is limited.
///
/// @param kind as in the configuration
/// @param project empty for a model
/// @param name within the project
record Subject(Kind kind, String project, String name) {
  enum Kind {
    KEY("key"),
    USER("user"),
    TEAM("team"),
    PROJECT("project"),
    MODEL("model");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  @Override
  public String toString() {
    return kind == Kind.PROJECT ? "project \"" + project + "\"" : kind.word + " \"" + name + "\"";
  }
}
