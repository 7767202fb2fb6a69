package dev.headgate.inference.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SpansTest {
  @Test
  void endsASentenceWhereTheNextOneBegins() {
    assertThat(
            texts("It works. \"Does it?\" Yes! (Since v1.5.2 at least.) Dr. Ann A. Bee said so."))
        .containsExactly(
            "It works.",
            "\"Does it?\"",
            "Yes!",
            "(Since v1.5.2 at least.)",
            "Dr. Ann A. Bee said so.");
  }

  @Test
  void readsAWrappedParagraphAsOneText() {
    assertThat(texts("The server starts\nin a second. Then it\nlistens.\n\nIt stops"))
        .containsExactly("The server starts\nin a second.", "Then it\nlistens.", "It stops");
  }

  @Test
  void keepsListItemsRowsHeadingsAndCodeInOnePiece() {
    var text =
        """
        # Limits. All of them

        Set these:
        * `requests`: per minute. Default 60.
          More is possible.
        2. tokens
        Key:: a definition. Of two sentences.

        | name | value |
        |------|-------|
        | port | 8080. Always |

        ```yaml
        limits:
          requests: 60

          tokens: 5. Yes
        ```
        Done.
        """;

    assertThat(Spans.of(text))
        .extracting(Span::kind)
        .containsExactly(
            Span.Kind.HEADING,
            Span.Kind.SENTENCE,
            Span.Kind.ITEM,
            Span.Kind.ITEM,
            Span.Kind.ITEM,
            Span.Kind.HEADER,
            Span.Kind.ROW,
            Span.Kind.CODE,
            Span.Kind.SENTENCE);
    assertThat(texts(text))
        .contains(
            "* `requests`: per minute. Default 60.\n  More is possible.",
            "| port | 8080. Always |");
  }

  @Test
  void tellsBlocksOfCleanedTextByTheirLooks() {
    var text =
        """
        Why only one process may open it

        It is locked. See below:

        the data directory is in use by process 4711; stop that process

        headgate ask handbook "Who won the football match yesterday?"

        code | status | same call again?
        overloaded | 503 | yes, the server has too much to do

        tiers:
          - {name: generated, model: smart}

        - An item, not a listing

        builds it, and goes on.\
        """;

    assertThat(Spans.of(text))
        .extracting(Span::kind)
        .containsExactly(
            Span.Kind.HEADING,
            Span.Kind.SENTENCE,
            Span.Kind.SENTENCE,
            Span.Kind.CODE,
            Span.Kind.CODE,
            Span.Kind.HEADER,
            Span.Kind.ROW,
            Span.Kind.CODE,
            Span.Kind.ITEM,
            Span.Kind.SENTENCE);
  }

  @Test
  void takesAnotherFirstRowForARow() {
    assertThat(Spans.of("retries | 3\nlimit | 60"))
        .extracting(Span::kind)
        .containsOnly(Span.Kind.ROW)
        .hasSize(2);
  }

  @Test
  void cutsALongItemIntoSentences() {
    assertThat(texts("* " + "One sentence of an item. ".repeat(30))).hasSize(30);
  }

  @Test
  void survivesAnyTextWithSpansInOrder() {
    var random = new Random(7);
    var letters = "ab .!?\n\n#*-|`~'\"1)（。\ud83d\ude00:\t=";
    for (var round = 0; round < 2_000; round++) {
      var text = new StringBuilder();
      for (var i = random.nextInt(60); i > 0; i--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      var last = 0;
      for (var span : Spans.of(text.toString())) {
        assertThat(span.start()).as("%s in %s", span, text).isGreaterThanOrEqualTo(last);
        assertThat(span.end()).isGreaterThan(span.start()).isLessThanOrEqualTo(text.length());
        last = span.end();
      }
    }
  }

  private static List<String> texts(String text) {
    return Spans.of(text).stream().map(span -> text.substring(span.start(), span.end())).toList();
  }
}
