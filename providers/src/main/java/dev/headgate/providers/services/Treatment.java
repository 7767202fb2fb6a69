package dev.headgate.providers.services;

/// What becomes of a parameter on its way to a model. A parameter with another name is passed: the
/// service's [dev.headgate.kernel.dialects.Wording] names it.
public enum Treatment {
  PASS,
  /// Said in other words that the model knows.
  EMULATE,
  /// A caller's mistake that names the parameter.
  REJECT
}
