package dev.headgate.inference.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.search.Chunk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class QuoteTest {
  private static final String TEXT = "One is here. Two is here. Three is here. Four is here.";
  private static final Chunk FIRST = chunk(0, TEXT.indexOf("Four"));
  private static final Chunk SECOND = chunk(TEXT.indexOf("Two"), TEXT.length());

  @Test
  void joinsWhatTouchesWithinAChunk() {
    var quotes = quotes(quote(FIRST, "One"), quote(FIRST, "Three"), quote(FIRST, "Two"));

    assertThat(quotes)
        .extracting(Quote::text)
        .containsExactly("One is here. Two is here. Three is here.");
  }

  @Test
  void losesNoQuoteToOneThatAnotherChunkHasAlready() {
    var one = quote(FIRST, "One");
    var two = quote(SECOND, "Two");

    assertThat(quotes(one, two, quote(FIRST, "Two"))).containsExactly(one, two);
  }

  @Test
  void quotesTheSameTextOnce() {
    var elsewhere = new Chunk("copy.md", "", List.of(), 0, TEXT.length(), TEXT);

    assertThat(quotes(quote(FIRST, "Two"), quote(elsewhere, "Two"))).hasSize(1);
  }

  private static List<Quote> quotes(Quote... added) {
    var quotes = new ArrayList<Quote>();
    for (var quote : added) {
      Quote.add(quotes, quote);
    }
    return quotes;
  }

  private static Quote quote(Chunk chunk, String firstWord) {
    var start = chunk.text().indexOf(firstWord);
    return new Quote(chunk, start, chunk.text().indexOf('.', start) + 1);
  }

  private static Chunk chunk(int start, int end) {
    return new Chunk("doc.md", "", List.of(), start, end, TEXT.substring(start, end));
  }
}
