package dev.headgate.kernel.chat;

import dev.headgate.kernel.errors.CallFailed;

/// The caller's own name for the person it calls for: the `user` of a request.
public final class EndUser {
  /// Longest name, in UTF-16 units: it is a name and no place for content.
  public static final int MAX_CHARACTERS = 512;

  private EndUser() {}

  /// The name as it was sent.
  ///
  /// @param param the part of the request that holds it
  /// @throws CallFailed `INVALID_REQUEST` if it is too long
  public static String checked(String param, String name) {
    if (name.length() > MAX_CHARACTERS) {
      throw CallFailed.invalid(
          param,
          "\"%s\" is %d characters long; send a name of at most %d, such as an id or a hash"
              .formatted(param, name.length(), MAX_CHARACTERS));
    }
    return name;
  }
}
