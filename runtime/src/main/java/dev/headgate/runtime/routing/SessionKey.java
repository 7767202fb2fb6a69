package dev.headgate.runtime.routing;

import java.util.Arrays;

/// What may keep a call at one deployment.
///
/// @param session the caller's own name of the conversation, empty for none
/// @param user the caller's own user, empty for none
/// @param body not copied
public record SessionKey(String session, String user, byte[] body) {
  public static final SessionKey NONE = new SessionKey("", "", new byte[0]);

  /// Bytes of a body that count as its beginning: providers cache prompts from about a thousand
  /// tokens on.
  static final int PREFIX_BYTES = 4 * 1024;

  /// Empty if nothing keeps it.
  String key(Sticky sticky) {
    return switch (sticky) {
      case NONE -> "";
      case SESSION -> session;
      case USER -> user;
      case PREFIX ->
          body.length == 0
              ? ""
              : Integer.toHexString(
                  Arrays.hashCode(Arrays.copyOf(body, Math.min(body.length, PREFIX_BYTES))));
    };
  }
}
