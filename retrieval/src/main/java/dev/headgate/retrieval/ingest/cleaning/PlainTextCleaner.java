package dev.headgate.retrieval.ingest.cleaning;

import java.util.regex.Pattern;

/// Plain text is paragraphs parted by blank lines.
final class PlainTextCleaner {
  // Possessive, or it would call itself once for each line.
  private static final Pattern BLANK_LINES = Pattern.compile("\n(?:[ \t]*+\n)++");

  private PlainTextCleaner() {}

  static CleanDocument clean(String source, String fallbackTitle) {
    var assembler = new TextAssembler();
    BLANK_LINES.splitAsStream(source).forEach(assembler::prose);
    return assembler.finish(fallbackTitle);
  }
}
