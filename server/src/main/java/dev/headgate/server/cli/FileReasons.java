package dev.headgate.server.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Says in a user's words why a file could not be used.
final class FileReasons {
  private FileReasons() {}

  static String of(IOException e) {
    return switch (e) {
      case AccessDeniedException denied ->
          denied.getFile() + " may not be read or written by this user; check its permissions";
      case NoSuchFileException missing -> missing.getFile() + " does not exist";
      case FileAlreadyExistsException exists -> exists.getFile() + " exists already";
      case FileSystemException failed when failed.getReason() != null ->
          failed.getFile() + ": " + failed.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
