package dev.headgate.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the compiler cannot see: packages say what they do, the map of the house is true, files
/// stay short, and links lead somewhere.
final class HouseTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules", "data");
  private static final int LONGEST_FILE_LINES = 600;

  private static final Pattern PARAGRAPH = Pattern.compile("^///\\s+\\S", Pattern.MULTILINE);
  private static final Pattern ROW = Pattern.compile("^\\| `([a-z.]+)` \\|", Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ +(.*)$", Pattern.MULTILINE);

  @Test
  void everyPackageSaysWhatItDoes() throws IOException {
    var silent = new ArrayList<Path>();
    for (var directory : packages()) {
      var info = directory.resolve("package-info.java");
      if (!Files.exists(info)) {
        silent.add(ROOT.relativize(info));
        continue;
      }
      var text = Files.readString(info);
      if (!PARAGRAPH.matcher(text).find() || !text.contains("@NullMarked")) {
        silent.add(ROOT.relativize(info));
      }
    }

    assertThat(silent).as("packages without a paragraph and @NullMarked").isEmpty();
  }

  @Test
  void theTableInTheArchitectureNamesThePackagesThatExist() throws IOException {
    var existing = packages().stream().map(HouseTest::name).toList();

    var page = Files.readString(ROOT.resolve("ARCHITECTURE.md"));
    var rows = ROW.matcher(page).results().map(row -> row.group(1)).toList();

    assertThat(rows).as("rows of ARCHITECTURE.md").doesNotHaveDuplicates();
    assertThat(without(existing, rows)).as("packages without a row").isEmpty();
    assertThat(without(rows, existing)).as("rows without a package").isEmpty();
  }

  @Test
  void noSourceFileIsTooLongToRead() throws IOException {
    var tooLong = new ArrayList<String>();
    for (var file : sources()) {
      var lines = Files.readAllLines(file).size();
      if (lines > LONGEST_FILE_LINES) {
        tooLong.add(ROOT.relativize(file) + ": " + lines + " lines");
      }
    }

    assertThat(tooLong).isEmpty();
  }

  @Test
  void linksBetweenPagesLeadSomewhere() throws IOException {
    var dead = new ArrayList<String>();
    for (var page : pages()) {
      var text = CODE.matcher(Files.readString(page)).replaceAll("");
      var links = LINK.matcher(text).results().map(link -> link.group(1));
      links
          .filter(link -> !link.matches("[a-z]+:.*"))
          .filter(link -> !leadsSomewhere(page, link))
          .forEach(link -> dead.add(ROOT.relativize(page) + " → " + link));
    }

    assertThat(dead).isEmpty();
  }

  private static boolean leadsSomewhere(Path page, String link) {
    var parts = link.split("#", 2);
    var target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    if (!target.startsWith(ROOT) || !Files.exists(target)) {
      return false;
    }
    return parts.length == 1 || !Files.isRegularFile(target) || anchors(target).contains(parts[1]);
  }

  /// The anchors of a page's headings, as Git forges make them.
  private static List<String> anchors(Path page) {
    try {
      return HEADING
          .matcher(Files.readString(page))
          .results()
          .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).strip())
          .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> packages() throws IOException {
    return sources().stream()
        .filter(file -> file.toString().contains("/src/main/java/"))
        .map(Path::getParent)
        .distinct()
        .toList();
  }

  private static List<String> without(List<String> all, List<String> some) {
    return all.stream().filter(each -> !some.contains(each)).toList();
  }

  /// `dev/headgate/runtime/access` → `runtime.access`.
  private static String name(Path directory) {
    var path = directory.toString();
    var house = "/dev/headgate/";
    return path.substring(path.indexOf(house) + house.length()).replace('/', '.');
  }

  private static List<Path> sources() throws IOException {
    return filesEndingIn(".java");
  }

  private static List<Path> pages() throws IOException {
    return filesEndingIn(".md");
  }

  private static List<Path> filesEndingIn(String ending) throws IOException {
    var found = new TreeSet<Path>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return NOT_OURS.contains(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(ending)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return List.copyOf(found);
  }
}
