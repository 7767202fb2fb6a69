package dev.headgate.kernel.config;

import java.util.regex.Pattern;

/// The form of every name in a declaration: it must fit into a path, a URL and a metric.
public final class Names {
  /// What a name looks like, for messages.
  public static final String EXPECTED =
      "a name of lower-case letters, digits and dashes, at most 64 characters";

  // A provider/model is longer than a name.
  private static final int MOST_SHOWN = 200;

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

  private Names() {}

  /// What somebody sent as a name, no longer than is good for a message.
  public static String shown(String text) {
    if (text.length() <= MOST_SHOWN) {
      return text;
    }
    var isPair = Character.isHighSurrogate(text.charAt(MOST_SHOWN - 1));
    return text.substring(0, isPair ? MOST_SHOWN - 1 : MOST_SHOWN) + "…";
  }

  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
