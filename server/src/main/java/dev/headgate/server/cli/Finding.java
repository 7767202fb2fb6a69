package dev.headgate.server.cli;

import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// What one check of the doctor found.
///
/// @param what was looked at, such as `data directory`
/// @param fix what to do about it, empty if nothing
record Finding(Grade grade, String what, String message, String fix) {
  enum Grade {
    OK,
    WARN,
    FAIL
  }

  static Finding ok(String what, String message) {
    return new Finding(Grade.OK, what, message, "");
  }

  static Finding warn(String what, String message, String fix) {
    return new Finding(Grade.WARN, what, message, fix);
  }

  static Finding fail(String what, String message, String fix) {
    return new Finding(Grade.FAIL, what, message, fix);
  }

  void write(JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("check", what);
    out.writeStringProperty("grade", grade.name().toLowerCase(Locale.ROOT));
    out.writeStringProperty("message", message);
    if (!fix.isEmpty()) {
      out.writeStringProperty("fix", fix);
    }
    out.writeEndObject();
  }

  @Override
  public String toString() {
    var line = "%-4s  %s: %s".formatted(grade.name().toLowerCase(Locale.ROOT), what, message);
    return fix.isEmpty() ? line : line + "\n      → " + fix;
  }
}
