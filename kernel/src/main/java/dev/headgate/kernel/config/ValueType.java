package dev.headgate.kernel.config;

/// The shapes a value can have.
public enum ValueType {
  TEXT,
  NAME,
  TEXTS,
  INTEGER,
  NUMBER,
  FLAG,
  DURATION,
  SIZE,
  CHOICE,
  SECRET,
  SECTION,
  LIST,
  MAP,
  ANY,
  VALUE
}
