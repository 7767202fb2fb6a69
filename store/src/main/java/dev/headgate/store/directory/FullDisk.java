package dev.headgate.store.directory;

import java.util.Locale;

/// Tells a full disk from a broken one: Java has only the system's words for it.
public final class FullDisk {
  private FullDisk() {}

  public static boolean isToBlame(Throwable failure) {
    for (var at = failure; at != null; at = at.getCause()) {
      var message = String.valueOf(at.getMessage()).toLowerCase(Locale.ROOT);
      if (message.contains("no space left")
          || message.contains("disk quota exceeded")
          || message.contains("not enough space on the disk")) {
        return true;
      }
    }
    return false;
  }
}
