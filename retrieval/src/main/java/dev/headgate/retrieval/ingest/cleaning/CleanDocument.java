package dev.headgate.retrieval.ingest.cleaning;

import java.util.List;

/// A document freed of markup and boilerplate. Blocks are in order and do not overlap; whatever
/// lies between them is white space.
public record CleanDocument(String title, String text, List<Block> blocks) {
  public CleanDocument {
    blocks = List.copyOf(blocks);
  }
}
