package dev.headgate.retrieval.ingest;

import dev.headgate.kernel.config.ConfigNode;
import java.nio.file.FileSystems;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/// One item of `sources`: a folder or a single file.
///
/// @param path relative to the project folder, or absolute
/// @param include globs relative to the folder; a file that matches none is passed over
/// @param exclude globs relative to the folder; they win over `include`
public record SourceConfig(String path, List<String> include, List<String> exclude) {
  /// What is ingested unless `include` says otherwise.
  public static final List<String> DEFAULT_INCLUDE =
      List.of("**/*.{md,markdown,mdx,html,htm,xhtml,adoc,asciidoc,asc,txt}");

  public SourceConfig {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  public static SourceConfig from(ConfigNode source) {
    return new SourceConfig(
        source.requireText(
            "path", "a folder or a single file, relative to the project folder or absolute"),
        globs(
            source,
            "include",
            DEFAULT_INCLUDE,
            "globs of the files to ingest, relative to the folder; **/ also matches no folder"),
        globs(source, "exclude", List.of(), "globs of files to leave out; they win over include"));
  }

  private static List<String> globs(
      ConfigNode source, String key, List<String> defaults, String doc) {
    var globs = source.texts(key, defaults, doc);
    for (var glob : globs) {
      try {
        var _ = FileSystems.getDefault().getPathMatcher("glob:" + glob);
      } catch (PatternSyntaxException e) {
        source.problem(key, "\"" + glob + "\" is not a glob: " + e.getDescription());
      }
    }
    return globs;
  }
}
