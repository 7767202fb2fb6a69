package dev.headgate.retrieval;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.retrieval.index.CollectionFolder;
import java.io.IOException;
import java.util.Locale;
import org.apache.lucene.store.LockObtainFailedException;

/// Says what a failing disk means for a collection.
final class StorageFailure {
  private StorageFailure() {}

  static CallFailed of(String doing, String collection, IOException e) {
    var what = doing + " collection \"" + collection + "\" failed: ";
    if (isFull(e)) {
      return new CallFailed(
          ErrorCode.STORAGE_FULL,
          what + "the disk is full; free space and ingest again, what was committed stays",
          e);
    }
    if (e instanceof LockObtainFailedException) {
      return new CallFailed(
          ErrorCode.STORAGE_FAILED, what + "another process is writing to its index; stop it", e);
    }
    if (CollectionFolder.isDamage(e)) {
      return new CallFailed(
          ErrorCode.STORAGE_FAILED,
          what + "its index is damaged; run \"headgate ingest " + collection + "\" to rebuild it",
          e);
    }
    return new CallFailed(ErrorCode.STORAGE_FAILED, what + e.getMessage(), e);
  }

  private static boolean isFull(Throwable e) {
    for (var at = e; at != null; at = at.getCause()) {
      var message = String.valueOf(at.getMessage()).toLowerCase(Locale.ROOT);
      if (message.contains("no space left") || message.contains("disk quota")) {
        return true;
      }
    }
    return false;
  }
}
