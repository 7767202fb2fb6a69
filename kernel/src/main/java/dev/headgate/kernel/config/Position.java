package dev.headgate.kernel.config;

/// A place in a declaration. Lines and columns count from 1.
///
/// @param file as a user would type it
public record Position(String file, int line, int column) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
