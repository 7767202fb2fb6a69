package dev.headgate.retrieval.ingest;

import dev.headgate.kernel.search.Chunk;
import dev.headgate.retrieval.ingest.cleaning.Block;
import dev.headgate.retrieval.ingest.cleaning.CleanDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// Cuts a cleaned document into chunks that are exact substrings of it.
///
/// The document is a row of units: sentences, whole listings and tables, headings; a unit that is
/// too long is cut between lines, then words, then characters. Chunks take units up to the most
/// tokens. A chunk ends early at a heading once it has the least tokens, and then the next one
/// repeats nothing: sections stay apart. Otherwise the next chunk repeats the last units, up to the
/// overlap. The last chunk of a section reaches back until it has the least tokens too. Headings at
/// the beginning of a chunk are left to its heading path.
final class Chunker {
  // A vocabulary may count an endless word as one token; no token stands for more than this.
  private static final int MAX_CHARACTERS_PER_TOKEN = 16;

  private final ChunkingConfig config;
  private final ToIntFunction<String> countTokens;

  Chunker(ChunkingConfig config, ToIntFunction<String> countTokens) {
    this.config = config;
    this.countTokens = countTokens;
  }

  private record Unit(Block block, int start, int end, int tokens) {
    boolean isHeading() {
      return block.kind() == Block.Kind.HEADING;
    }
  }

  List<Chunk> chunk(String name, CleanDocument document) {
    var units = units(document);
    var chunks = new ArrayList<Chunk>();
    for (int from = 0; from < units.size(); ) {
      var to = end(units, from);
      chunks.add(chunk(name, document, units, reachBack(units, from, to, chunks), to));
      from = next(units, from, to);
    }
    return chunks;
  }

  /// The unit before which the chunk that begins at `from` ends.
  private int end(List<Unit> units, int from) {
    var tokens = 0;
    var to = from;
    while (to < units.size() && tokens + units.get(to).tokens() <= config.maxTokens()) {
      if (tokens >= config.minTokens() && units.get(to).isHeading()) {
        return to;
      }
      tokens += units.get(to).tokens();
      to++;
    }
    // A heading belongs to what follows it.
    while (to < units.size() && to - 1 > from && units.get(to - 1).isHeading()) {
      to--;
    }
    return Math.max(to, from + 1);
  }

  /// Where the chunk after `from..to` begins.
  private int next(List<Unit> units, int from, int to) {
    if (to == units.size() || units.get(to).isHeading()) {
      return to;
    }
    var budget = (int) (tokens(units, from, to) * config.overlap());
    budget = Math.min(budget, config.maxTokens() - units.get(to).tokens());
    var start = to;
    while (start - 1 > from
        && !units.get(start - 1).isHeading()
        && units.get(start - 1).tokens() <= budget) {
      start--;
      budget -= units.get(start).tokens();
    }
    return start;
  }

  /// Lets the last chunk of a section begin earlier, so that it is not a scrap.
  private int reachBack(List<Unit> units, int from, int to, List<Chunk> before) {
    var ends = to == units.size() || units.get(to).isHeading();
    if (!ends || before.isEmpty() || from == 0 || units.get(from).isHeading()) {
      return from;
    }
    var start = from;
    var tokens = tokens(units, from, to);
    while (start > 0
        && tokens < config.minTokens()
        && !units.get(start - 1).isHeading()
        && units.get(start - 1).start() > before.getLast().start()
        && tokens + units.get(start - 1).tokens() <= config.maxTokens()) {
      start--;
      tokens += units.get(start).tokens();
    }
    return start;
  }

  private static int tokens(List<Unit> units, int from, int to) {
    var tokens = 0;
    for (var unit : units.subList(from, to)) {
      tokens += unit.tokens();
    }
    return tokens;
  }

  private static Chunk chunk(
      String name, CleanDocument document, List<Unit> units, int from, int to) {
    var first = from;
    while (first < to - 1 && units.get(first).isHeading()) {
      first++;
    }
    var start = units.get(first).start();
    var end = units.get(to - 1).end();
    var text = document.text();
    while (end > start + 1 && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return new Chunk(
        name,
        document.title(),
        units.get(first).block().headings(),
        start,
        end,
        text.substring(start, end));
  }

  private List<Unit> units(CleanDocument document) {
    var units = new ArrayList<Unit>();
    var text = document.text();
    for (var block : document.blocks()) {
      switch (block.kind()) {
        case HEADING, LINES -> addUnit(units, text, block, block.start(), block.end());
        case PROSE -> {
          for (int start = block.start(); start < block.end(); ) {
            var end = Sentences.endOfSentence(text, start, block.end());
            addUnit(units, text, block, start, end);
            start = end;
          }
        }
      }
    }
    return units;
  }

  /// Adds what fits as one unit; what does not is halved near a line break, a space, or anywhere.
  private void addUnit(List<Unit> units, String text, Block block, int start, int end) {
    var maxCharacters = (long) config.maxTokens() * MAX_CHARACTERS_PER_TOKEN;
    var pending = new ArrayList<int[]>();
    pending.add(new int[] {start, end});
    while (!pending.isEmpty()) {
      var piece = pending.removeLast();
      var length = piece[1] - piece[0];
      if (length <= maxCharacters || length < 2) {
        var counted = countTokens.applyAsInt(text.substring(piece[0], piece[1]));
        var tokens = Math.max(counted, length / MAX_CHARACTERS_PER_TOKEN);
        if (tokens <= config.maxTokens() || length < 2) {
          units.add(new Unit(block, piece[0], piece[1], tokens));
          continue;
        }
      }
      var middle = middle(text, piece[0], piece[1]);
      if (middle <= piece[0] || middle >= piece[1]) {
        units.add(new Unit(block, piece[0], piece[1], config.maxTokens()));
        continue;
      }
      pending.add(new int[] {middle, piece[1]});
      pending.add(new int[] {piece[0], middle});
    }
  }

  /// A place to cut near the middle: after a line break, else after a space, else between two
  /// characters.
  private static int middle(String text, int start, int end) {
    var center = start + (end - start) / 2;
    var reach = (end - start) / 4;
    for (var wanted : new char[] {'\n', ' '}) {
      for (int distance = 0; distance <= reach; distance++) {
        if (text.charAt(center - distance - 1) == wanted && center - distance > start) {
          return center - distance;
        }
        if (center + distance < end && text.charAt(center + distance) == wanted) {
          return center + distance + 1;
        }
      }
    }
    return Character.isLowSurrogate(text.charAt(center)) ? center - 1 : center;
  }
}
