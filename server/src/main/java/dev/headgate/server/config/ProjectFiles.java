package dev.headgate.server.config;

import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problems;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The declarations of a project as they stood on disk at one time. All later steps read these
/// bytes, never the disk, so that what is checked is what is served.
///
/// @param contents by path within the project, with `/` between names
/// @param unread paths of the declarations that are there but could not be read
record ProjectFiles(Map<String, byte[]> contents, Set<String> unread) {
  /// Longest declaration, in bytes.
  static final int MAX_FILE_BYTES = 1 << 20;

  /// Most declarations of a project.
  static final int MAX_FILES = 10_000;

  static final String MAIN = "headgate.yaml";

  /// Labelled examples of a feature's intents.
  static final String EXAMPLES = "intents.csv";

  /// Examples of what a feature allows and refuses, in one or several files.
  static final Pattern TOPICS = Pattern.compile("topics[^/]*\\.csv");

  ProjectFiles {
    contents = Collections.unmodifiableMap(new TreeMap<>(contents));
    unread = Set.copyOf(unread);
  }

  /// The paths of all declarations, in order.
  SortedSet<String> names() {
    var names = new TreeSet<>(contents.keySet());
    names.addAll(unread);
    return names;
  }

  /// Whether both hold the same files with the same bytes.
  boolean sameAs(ProjectFiles other) {
    return contents.keySet().equals(other.contents.keySet())
        && contents.entrySet().stream()
            .allMatch(file -> Arrays.equals(file.getValue(), other.contents.get(file.getKey())));
  }

  /// Reads every declaration; what cannot be read is a problem.
  static ProjectFiles read(Path project, Problems problems) {
    var contents = new TreeMap<String, byte[]>();
    var unread = new HashSet<String>();
    for (var path : list(project, problems)) {
      var name = name(project, path);
      try {
        if (Files.size(path) > MAX_FILE_BYTES) {
          unread.add(name);
          problems.add(
              at(name), "longer than " + (MAX_FILE_BYTES >> 20) + " MiB; a declaration is shorter");
        } else {
          contents.put(name, Files.readAllBytes(path));
        }
      } catch (IOException e) {
        unread.add(name);
        problems.add(at(name), "cannot be read: " + reason(e));
      }
    }
    return new ProjectFiles(contents, unread);
  }

  /// The declarations that exist, in order; a missing `headgate.yaml` and a feature without
  /// `feature.yaml` are problems.
  static List<Path> list(Path project, Problems problems) {
    var found = new ArrayList<Path>();
    addExisting(project.resolve(MAIN), project, problems, found);
    for (var folder : children(project.resolve("features"), project, problems)) {
      if (Files.isDirectory(folder)) {
        addExisting(folder.resolve("feature.yaml"), project, problems, found);
        if (Files.exists(folder.resolve(EXAMPLES))) {
          found.add(folder.resolve(EXAMPLES));
        }
        for (var file : children(folder, project, problems)) {
          if (TOPICS.matcher(file.getFileName().toString()).matches()) {
            found.add(file);
          }
        }
        for (var prompt : children(folder.resolve("prompts"), project, problems)) {
          if (prompt.toString().endsWith(".prompt")) {
            found.add(prompt);
          }
        }
        for (var schema : children(folder.resolve("contract"), project, problems)) {
          if (schema.toString().endsWith(".json")) {
            found.add(schema);
          }
        }
      }
    }
    for (var recorded : children(project.resolve("models"), project, problems)) {
      if (recorded.toString().endsWith(".csv")) {
        found.add(recorded);
      }
    }
    for (var collection : children(project.resolve("collections"), project, problems)) {
      if (collection.toString().endsWith(".yaml")) {
        found.add(collection);
      } else if (collection.toString().endsWith(".yml")) {
        problems.add(at(name(project, collection)), "declarations end in .yaml; rename it");
      }
    }
    if (found.size() > MAX_FILES) {
      problems.add(at(""), "more than " + MAX_FILES + " declarations");
      return found.subList(0, MAX_FILES);
    }
    return found;
  }

  private static void addExisting(Path path, Path project, Problems problems, List<Path> found) {
    if (Files.exists(path)) {
      found.add(path);
    } else {
      problems.add(at(name(project, path)), "the file is missing");
    }
  }

  private static List<Path> children(Path folder, Path project, Problems problems) {
    try (var children = Files.list(folder)) {
      return children
          .filter(child -> !child.getFileName().toString().startsWith("."))
          .limit(MAX_FILES + 1L)
          .sorted()
          .toList();
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      problems.add(at(name(project, folder)), "cannot be read: " + reason(e));
      return List.of();
    }
  }

  static Position at(String file) {
    return new Position(file, 1, 1);
  }

  static String name(Path project, Path path) {
    return project.relativize(path).toString().replace('\\', '/');
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NotDirectoryException _ -> "not a folder";
      case FileSystemException failure when failure.getReason() != null -> failure.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
