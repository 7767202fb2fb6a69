package dev.headgate.kernel.config;

import java.util.regex.Pattern;

/// The form of every name in a declaration: it must fit into a path, a URL and a metric.
public final class Names {
  /// What a name looks like, for messages.
  public static final String EXPECTED =
      "a name of lower-case letters, digits and dashes, at most 64 characters";

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

  private Names() {}

  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
