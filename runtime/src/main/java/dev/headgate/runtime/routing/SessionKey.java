package dev.headgate.runtime.routing;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What may keep a call at one deployment.
///
/// @param project whose call it is: no other project's calls share what keeps it
/// @param session the caller's own name of the conversation, empty for none
/// @param user the caller's own user, empty for none
/// @param body not copied
public record SessionKey(String project, String session, String user, byte[] body) {
  public static final SessionKey NONE = new SessionKey("", "", "", new byte[0]);

  /// Bytes of a body that count as its beginning: providers cache prompts from about a thousand
  /// tokens on.
  public static final int PREFIX_BYTES = 4 * 1024;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /// A short name of what keeps it, however long that is; empty if nothing does.
  String key(Sticky sticky) {
    return switch (sticky) {
      case NONE -> "";
      case SESSION -> hash(session.getBytes(UTF_8));
      case USER -> hash(user.getBytes(UTF_8));
      case PREFIX -> hash(body);
    };
  }

  // Fowler, Noll and Vo's FNV-1a with 64 bits. Who makes two texts of one hash leads but his own
  // project's calls to one deployment.
  private static String hash(byte[] bytes) {
    if (bytes.length == 0) {
      return "";
    }
    var hash = FNV_OFFSET;
    for (int i = 0; i < Math.min(bytes.length, PREFIX_BYTES); i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * FNV_PRIME;
    }
    return Long.toHexString(hash);
  }
}
