package dev.headgate.retrieval.ingest;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/// Says in a user's words why a file could not be read.
final class IoReason {
  private IoReason() {}

  static String of(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "may not be read by this user; check its permissions";
      case FileSystemException failed when failed.getReason() != null ->
          "cannot be read: " + failed.getReason();
      default -> "cannot be read: " + e.getMessage();
    };
  }
}
