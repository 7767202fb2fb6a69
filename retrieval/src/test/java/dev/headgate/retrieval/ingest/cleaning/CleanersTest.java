package dev.headgate.retrieval.ingest.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CleanersTest {
  @Test
  void readsMarkdown() {
    var document =
        MarkdownCleaner.clean(
            """
            ---
            title: "Limits"
            ---
            # Limits

            Every *call* has a [limit](limits.md), ![image](x.png)
            set by `max-calls`.

            ## How to raise one

            - First ask.
            - Then wait.

            | key | default |
            |-----|---------|
            | max | 10      |

            ```yaml
            max:
              calls: 5
            ```
            """,
            "limits");

    assertThat(document.title()).isEqualTo("Limits");
    assertThat(document.text())
        .isEqualTo(
            """
            Limits

            Every call has a limit,  set by max-calls.

            How to raise one

            - First ask.

            - Then wait.

            key | default
            max | 10

            max:
              calls: 5\
            """);
    assertThat(document.blocks().getLast().headings()).containsExactly("How to raise one");
  }

  @ParameterizedTest
  @EnumSource
  void passesOverAnyNumberOfBlankLines(Format format) {
    var blank = "\n \t\n\n".repeat(50_000);

    assertThat(format.clean(blank, "x").text()).isEmpty();
    assertThat(format.clean("one" + blank + "two", "x").text()).startsWith("one").endsWith("two");
    assertThat(format.clean("<pre>" + blank + "one</pre>", "x").text()).contains("one");
    assertThat(format.clean("----\n" + blank + "one\n----\n", "x").text()).contains("one");
    assertThat(format.clean("```\n" + blank + "one\n```\n", "x").text()).contains("one");
  }

  @Test
  void losesNothingBetweenTwoRules() {
    assertThat(MarkdownCleaner.clean("---\n\nKept words.\n\n---\n\nMore.\n", "x").text())
        .contains("Kept words.", "More.");
    assertThat(MarkdownCleaner.clean("---\nKept words.\n\n---\n", "x").text())
        .contains("Kept words.");
    assertThat(MarkdownCleaner.clean("---\ntitle: A\nKept words.\n---\n", "x").text())
        .contains("Kept words.");
  }

  @Test
  void takesFrontMatterOfEveryKindOfLine() {
    var document =
        MarkdownCleaner.clean(
            "---\n# made by hand\ntitle: \"Laptops\"\ntags:\n- one\n  - two\n\nempty:\n---\nText.\n",
            "x");

    assertThat(document.title()).isEqualTo("Laptops");
    assertThat(document.text()).contains("Text.").doesNotContain("made by hand", "tags", "two");
  }

  @Test
  void survivesAMillionNestedLists() {
    var nested = MarkdownCleaner.clean("- ".repeat(1_000_000) + "deep", "deep");
    var indented = MarkdownCleaner.clean(">".repeat(1_000_000) + "[".repeat(100_000), "deep");

    assertThat(nested.text()).contains("deep");
    assertThat(indented.text()).isNotEmpty();
  }

  @Test
  void leavesNavigationAndScriptsOutOfHtml() {
    var document =
        HtmlCleaner.clean(
            """
            <html><head><title>Refunds | Shop</title><style>p {}</style></head><body>
            <nav><a href=/>Home</a></nav><div class="site-sidebar menu">Menu</div>
            <main><h1>Refunds</h1><p>We pay <b>back</b>
            within <a href=x>30 days</a>.</p>
            <h2>Exceptions</h2><ul><li>Gift cards</li><li>Food</li></ul>
            <table><tr><th>what</th><th>days</th></tr><tr><td>shoes</td><td>60</td></tr></table>
            <pre>a
              b</pre><script>alert(1)</script></main>
            <footer>Imprint</footer></body></html>
            """,
            "fallback");

    assertThat(document.title()).isEqualTo("Refunds");
    assertThat(document.text())
        .isEqualTo(
            """
            Refunds

            We pay back within 30 days.

            Exceptions

            - Gift cards

            - Food

            what | days
            shoes | 60

            a
              b\
            """);
  }

  @Test
  void survivesDeepAndBrokenHtml() {
    var document = HtmlCleaner.clean("<div>".repeat(100_000) + "deep <p <b>&#xFFFFFFFF;", "deep");

    assertThat(document.text()).contains("deep");
  }

  @Test
  void readsAsciiDoc() {
    var document =
        AsciiDocCleaner.clean(
            """
            = The Product
            :product: Gate
            // a comment
            include::other.adoc[]

            Welcome to *{product}*, see link:https://x.example[the site^] or <<install,Install>>.

            == Install

            [source,bash]
            ----
            run *this*
            ----

            * first step
            * second `step`

            |===
            |key |default

            |max
            |10
            |===
            """,
            "fallback");

    assertThat(document.title()).isEqualTo("The Product");
    assertThat(document.blocks())
        .extracting(
            Block::kind,
            Block::headings,
            block -> document.text().substring(block.start(), block.end()))
        .containsExactly(
            tuple(Block.Kind.HEADING, List.of(), "The Product"),
            tuple(Block.Kind.PROSE, List.of(), "Welcome to Gate, see the site or Install."),
            tuple(Block.Kind.HEADING, List.of("Install"), "Install"),
            tuple(Block.Kind.LINES, List.of("Install"), "run *this*"),
            tuple(Block.Kind.PROSE, List.of("Install"), "- first step"),
            tuple(Block.Kind.PROSE, List.of("Install"), "- second step"),
            tuple(Block.Kind.LINES, List.of("Install"), "key | default\nmax\n10"));
  }

  @Test
  void survivesHugeLinesOfMarkup() {
    assertThat(AsciiDocCleaner.clean("*a _b `c ".repeat(200_000), "x").text()).isNotEmpty();
    assertThat(MarkdownCleaner.clean("*a _b `c [d](".repeat(100_000), "x").text()).isNotEmpty();
    assertThat(PlainTextCleaner.clean("word ".repeat(1_000_000), "x").text()).isNotEmpty();
  }

  @Test
  void namesADocumentWithoutTitleAfterItsFile() {
    assertThat(PlainTextCleaner.clean("text", "notes").title()).isEqualTo("notes");
    assertThat(MarkdownCleaner.clean("## Only a section\n\ntext", "notes").title())
        .isEqualTo("notes");
  }
}
