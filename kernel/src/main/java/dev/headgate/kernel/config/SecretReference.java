package dev.headgate.kernel.config;

import java.util.Optional;
import java.util.regex.Pattern;

/// A `${env:NAME}` or `${file:PATH}`, the only way to write a secret.
record SecretReference(boolean isVariable, String name) {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

  static Optional<SecretReference> of(String text) {
    var parts = REFERENCE.matcher(text);
    return parts.matches()
        ? Optional.of(new SecretReference(parts.group(1).equals("env"), parts.group(2)))
        : Optional.empty();
  }

  /// The secret, empty if it is not set or blank.
  Optional<Secret> resolve(SecretSource secrets) {
    var found = isVariable ? secrets.environment(name) : secrets.file(name);
    return found.filter(value -> !value.isEmpty()).map(Secret::new);
  }

  /// What is wrong if it cannot be resolved.
  String unresolved() {
    return isVariable
        ? "the environment variable " + name + " is not set; export it before starting"
        : "the secret file " + name + " is missing, empty or cannot be read";
  }
}
