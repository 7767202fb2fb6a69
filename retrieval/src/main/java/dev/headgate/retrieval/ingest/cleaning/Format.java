package dev.headgate.retrieval.ingest.cleaning;

import java.util.Locale;

/// How a document is written, told by the ending of its name.
public enum Format {
  MARKDOWN,
  HTML,
  ASCIIDOC,
  PLAIN;

  /// Unknown endings are read as plain text.
  public static Format of(String name) {
    var ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (ending) {
      case "md", "markdown", "mdx" -> MARKDOWN;
      case "html", "htm", "xhtml" -> HTML;
      case "adoc", "asciidoc", "asc" -> ASCIIDOC;
      default -> PLAIN;
    };
  }

  /// @param fallbackTitle used where the text names no title
  public CleanDocument clean(String source, String fallbackTitle) {
    return switch (this) {
      case MARKDOWN -> MarkdownCleaner.clean(source, fallbackTitle);
      case HTML -> HtmlCleaner.clean(source, fallbackTitle);
      case ASCIIDOC -> AsciiDocCleaner.clean(source, fallbackTitle);
      case PLAIN -> PlainTextCleaner.clean(source, fallbackTitle);
    };
  }
}
