package dev.headgate.store.database;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.store.directory.FullDisk;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What an SQLException means for everybody else.
final class Failures {
  /// How far a failure reaches.
  enum Reach {
    /// The statement was wrong: only its caller is concerned.
    CALLER,
    /// There is no space.
    FULL,
    /// The file could not be read or written.
    FILE,
    /// fsync failed: the system may have dropped pages that it had promised to write.
    FATAL
  }

  private Failures() {}

  static Reach reach(SQLException failure) {
    return switch (code(failure)) {
      // The index of the log could not be made as large as it must be.
      case SQLITE_FULL, SQLITE_IOERR_SHMSIZE -> Reach.FULL;
      case SQLITE_IOERR_FSYNC, SQLITE_IOERR_DIR_FSYNC -> Reach.FATAL;
      case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_NOMEM ->
          Reach.FILE;
      // Extended codes carry their family in the lower byte.
      case SQLiteErrorCode code
          when (code.code & 0xFF) == SQLiteErrorCode.SQLITE_IOERR.code
              || (code.code & 0xFF) == SQLiteErrorCode.SQLITE_READONLY.code
              || (code.code & 0xFF) == SQLiteErrorCode.SQLITE_CANTOPEN.code ->
          Reach.FILE;
      case SQLiteErrorCode _ -> Reach.CALLER;
    };
  }

  static boolean isInterrupt(SQLException failure) {
    return code(failure) == SQLiteErrorCode.SQLITE_INTERRUPT;
  }

  static CallFailed callFailed(Path file, SQLException failure) {
    return switch (reach(failure)) {
      case FULL -> full(file, "work resumes by itself", failure);
      case CALLER, FILE, FATAL ->
          new CallFailed(
              ErrorCode.STORAGE_FAILED,
              "the database "
                  + file
                  + " failed ("
                  + code(failure)
                  + "); see the log, and check the disk and the file's permissions",
              failure);
    };
  }

  /// What it means that a file cannot be opened.
  static CallFailed cannotOpen(Path file, Exception failure) {
    var cause = sqlCause(failure);
    if (FullDisk.isToBlame(failure) || (cause != null && reach(cause) == Reach.FULL)) {
      return full(file, "then start again", failure);
    }
    return new CallFailed(
        ErrorCode.STORAGE_FAILED,
        "the database %s cannot be opened (%s); %s"
            .formatted(file, failure.getMessage(), advice(cause)),
        failure);
  }

  private static String advice(@Nullable SQLException failure) {
    var code = failure == null ? SQLiteErrorCode.UNKNOWN_ERROR : code(failure);
    return switch (code) {
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          "restore it from a backup, or start with an empty data directory";
      default -> "check the disk, and the permissions of the file and its directory";
    };
  }

  private static @Nullable SQLException sqlCause(Exception failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  private static CallFailed full(Path file, String next, Exception failure) {
    return new CallFailed(
        ErrorCode.STORAGE_FULL,
        "the disk of " + file + " is full; free some space, " + next,
        failure);
  }

  private static SQLiteErrorCode code(SQLException failure) {
    return failure instanceof SQLiteException sqlite
        ? sqlite.getResultCode()
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }
}
