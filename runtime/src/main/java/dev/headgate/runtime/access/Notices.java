package dev.headgate.runtime.access;

/// What the house tells a caller beside its answer, before the answer begins.
@FunctionalInterface
public interface Notices {
  Notices NONE = (_, _) -> {};

  /// @param name of a header, in lower case
  void tell(String name, String value);
}
