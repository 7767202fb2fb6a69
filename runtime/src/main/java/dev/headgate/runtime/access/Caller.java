package dev.headgate.runtime.access;

/// Who a key belongs to.
///
/// @param name the key's name in `headgate.yaml`, `open` where no key is configured
public record Caller(String name) {
  public static final Caller OPEN = new Caller("open");
}
