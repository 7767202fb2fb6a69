package dev.headgate.retrieval.ingest;

import java.util.List;

/// A document freed of markup and boilerplate. Blocks are in order and do not overlap; whatever
/// lies between them is white space.
record CleanDocument(String title, String text, List<Block> blocks) {
  CleanDocument {
    blocks = List.copyOf(blocks);
  }
}
