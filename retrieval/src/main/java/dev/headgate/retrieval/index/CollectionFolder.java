package dev.headgate.retrieval.index;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/// The folder of one collection. Each set of settings has an index of its own in it, so that an old
/// index serves until its successor is complete. A damaged index is set aside under another name,
/// for inspection; of those, one is kept.
public final class CollectionFolder {
  private static final System.Logger LOG = System.getLogger(CollectionFolder.class.getName());
  private static final String INDEX = "index-";
  private static final String DAMAGED = "damaged-";

  private final Path folder;
  private final DirectoryOpener opener;

  public CollectionFolder(Path folder, DirectoryOpener opener) {
    this.folder = folder;
    this.opener = opener;
  }

  /// Opens Lucene's directory at a path: a seam, so that a small disk can be played.
  @FunctionalInterface
  public interface DirectoryOpener {
    /// The real one.
    DirectoryOpener DISK = FSDirectory::open;

    Directory open(Path path) throws IOException;
  }

  /// The index to search: the one with `wanted` settings if it is complete or alone, else another
  /// complete one. Empty if nothing was ever ingested. Throws what [#isDamage] knows if nothing is
  /// left to search; only an ingest does something about that.
  public Optional<CollectionIndex> openServing(IndexSettings wanted) throws IOException {
    CollectionIndex partial = null;
    IOException damage = null;
    for (var path : indexes(wanted)) {
      try {
        var opened = openIfPresent(path);
        if (opened.isPresent() && isComplete(opened.get())) {
          close(partial);
          return opened;
        }
        if (opened.isPresent() && path.equals(path(wanted))) {
          partial = opened.get();
        } else {
          close(opened.orElse(null));
        }
      } catch (IOException e) {
        if (!isDamage(e)) {
          close(partial);
          throw e;
        }
        damage = e;
      }
    }
    if (partial == null && damage != null) {
      throw damage;
    }
    if (partial == null && !list(DAMAGED).isEmpty()) {
      throw new CorruptIndexException("it was set aside", folder.toString());
    }
    return Optional.ofNullable(partial);
  }

  /// The index with the settings `wanted`, or a new one if there is none or it is damaged. Reads
  /// all of it only if there is reason to doubt it: that takes as long as the index is large.
  public CollectionIndex openForIngest(IndexSettings wanted) throws IOException {
    Files.createDirectories(folder);
    var inDoubt = Files.exists(doubt());
    doubtNext();
    var path = path(wanted);
    try {
      var present = openIfPresent(path);
      if (present.isPresent()) {
        return inDoubt ? verified(present.get()) : present.get();
      }
    } catch (IOException e) {
      if (!isDamage(e)) {
        throw e;
      }
      setAside(path, e);
    }
    return CollectionIndex.create(opener.open(path), wanted);
  }

  /// Has the next ingest verify what it finds. An ingest begins with this and ends with
  /// [#trustNext], so that whatever ends it in between leaves the doubt.
  public void doubtNext() throws IOException {
    if (!Files.exists(doubt())) {
      Files.createFile(doubt());
    }
  }

  public void trustNext() throws IOException {
    Files.deleteIfExists(doubt());
  }

  private Path doubt() {
    return folder.resolve("in-doubt");
  }

  private static CollectionIndex verified(CollectionIndex index) throws IOException {
    try {
      index.verify();
      return index;
    } catch (IOException e) {
      index.close();
      throw e;
    }
  }

  private static void close(@Nullable CollectionIndex index) throws IOException {
    if (index != null) {
      index.close();
    }
  }

  /// Deletes the indexes of other settings.
  public void keepOnly(IndexSettings settings) throws IOException {
    for (var other : indexes()) {
      if (!other.equals(path(settings))) {
        delete(other);
      }
    }
  }

  private Optional<CollectionIndex> openIfPresent(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return Optional.empty();
    }
    var directory = opener.open(path);
    try {
      if (DirectoryReader.indexExists(directory)) {
        return Optional.of(CollectionIndex.open(directory));
      }
      directory.close();
      return Optional.empty();
    } catch (IOException e) {
      directory.close();
      throw e;
    } catch (IllegalArgumentException e) {
      directory.close();
      throw new CorruptIndexException(String.valueOf(e.getMessage()), path.toString(), e);
    }
  }

  /// Whether a failure means that the files are wrong, not that they cannot be reached.
  public static boolean isDamage(IOException e) {
    return switch (e) {
      case CorruptIndexException _ -> true;
      case IndexFormatTooNewException _ -> true;
      case IndexFormatTooOldException _ -> true;
      case EOFException _ -> true;
      case NoSuchFileException _ -> true;
      case FileNotFoundException _ -> true;
      default -> false;
    };
  }

  private void setAside(Path damaged, Exception cause) throws IOException {
    for (var older : list(DAMAGED)) {
      delete(older);
    }
    var aside = folder.resolve(DAMAGED + damaged.getFileName());
    Files.move(damaged, aside, StandardCopyOption.ATOMIC_MOVE);
    LOG.log(
        Level.WARNING,
        "the index {0} is damaged ({1}); it was set aside as {2} and is built anew",
        damaged,
        cause.getMessage(),
        aside);
  }

  private static boolean isComplete(CollectionIndex index) throws IOException {
    return index.read(reader -> CollectionIndex.state(reader).complete());
  }

  private Path path(IndexSettings settings) {
    return folder.resolve(INDEX + settings.fingerprint());
  }

  /// All, the wanted one first.
  private List<Path> indexes(IndexSettings wanted) throws IOException {
    var paths = new ArrayList<>(indexes());
    paths.remove(path(wanted));
    paths.addFirst(path(wanted));
    return paths;
  }

  private List<Path> indexes() throws IOException {
    return list(INDEX);
  }

  private List<Path> list(String prefix) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var entries = Files.list(folder)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var entries = Files.walk(folder)) {
      for (var entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    } catch (UncheckedIOException e) {
      throw new IOException(e);
    }
  }
}
