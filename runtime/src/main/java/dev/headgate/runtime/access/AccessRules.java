package dev.headgate.runtime.access;

/// How callers are told apart.
///
/// @param requireKey whether a key is needed even while there is none
/// @param trustedProxies whose word on a caller's address is taken
public record AccessRules(boolean requireKey, Networks trustedProxies) {
  public static final AccessRules DEFAULT = new AccessRules(false, Networks.ANYWHERE);
}
