package dev.headgate.retrieval.ingest.cleaning;

import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/// Web pages without their navigation, scripts, forms and footers. What a page marks as its main
/// part is taken alone.
final class HtmlCleaner {
  private static final String BOILERPLATE =
      "script, style, noscript, template, svg, iframe, nav, footer, aside, form, button, dialog,"
          + " [role=navigation], [role=banner], [role=contentinfo], [role=search],"
          + " [role=complementary], [aria-hidden=true], [hidden]";
  private static final Pattern BOILERPLATE_NAME =
      Pattern.compile(
          "(?i)(^|[\\s_-])(nav|navbar|menu|sidebar|breadcrumbs?|toc|cookies?|footer|site-header"
              + "|pagination|share|advert(isement)?s?|skip-link)($|[\\s_-])");
  private static final String MAIN = "main, [role=main], article";
  private static final Set<String> BLOCKS =
      Set.of(
          "p",
          "div",
          "section",
          "article",
          "main",
          "header",
          "ul",
          "ol",
          "li",
          "dl",
          "dt",
          "dd",
          "blockquote",
          "figure",
          "figcaption",
          "table",
          "pre",
          "hr",
          "body",
          "details",
          "summary",
          "address",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6");

  private HtmlCleaner() {}

  static CleanDocument clean(String source, String fallbackTitle) {
    var assembler = new TextAssembler();
    var page = Jsoup.parse(source);
    assembler.title(title(page));
    strip(page);
    append(mainPart(page), assembler);
    return assembler.finish(fallbackTitle);
  }

  /// Adds a fragment that stands in the middle of another format.
  static void append(String fragment, TextAssembler assembler) {
    var body = Jsoup.parseBodyFragment(fragment);
    strip(body);
    append(body.body(), assembler);
  }

  private static String title(Document page) {
    var headings = page.select("h1");
    return headings.size() == 1 && !headings.text().isBlank() ? headings.text() : page.title();
  }

  // Several articles are a list of articles: all of them are meant.
  private static Element mainPart(Document page) {
    var main = page.selectFirst("main, [role=main]");
    if (main != null) {
      return main;
    }
    var articles = page.select("article");
    return articles.size() == 1 ? articles.getFirst() : page.body();
  }

  private static void strip(Document page) {
    page.select(BOILERPLATE).remove();
    for (var element : page.body().select("[class], [id]")) {
      if (isBoilerplate(element)) {
        element.remove();
      }
    }
  }

  private static boolean isBoilerplate(Element element) {
    var named =
        BOILERPLATE_NAME.matcher(element.className()).find()
            || BOILERPLATE_NAME.matcher(element.id()).find();
    return named
        && !element.is("body, main, article, h1, h2, h3, h4, h5, h6")
        && element.select(MAIN).isEmpty();
  }

  private static void append(Element root, TextAssembler assembler) {
    var visitor = new BlockVisitor(assembler);
    root.traverse(visitor);
    visitor.flush();
  }

  /// Gathers inline text until a block begins or ends. Listings, tables and headings are taken
  /// whole and passed over.
  private static final class BlockVisitor implements NodeVisitor {
    private final TextAssembler assembler;
    private final StringBuilder inline = new StringBuilder();
    private @Nullable Node whole;

    BlockVisitor(TextAssembler assembler) {
      this.assembler = assembler;
    }

    @Override
    public void head(Node node, int depth) {
      if (whole != null) {
        return;
      }
      switch (node) {
        case TextNode text -> inline.append(text.getWholeText());
        case Element element -> enter(element);
        default -> {}
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (node.equals(whole)) {
        whole = null;
      } else if (whole == null && node instanceof Element element && isBlock(element)) {
        flush();
      }
    }

    private void enter(Element element) {
      var name = element.normalName();
      if (isBlock(element)) {
        flush();
      }
      switch (name) {
        case "h1", "h2", "h3", "h4", "h5", "h6" -> {
          assembler.heading(name.charAt(1) - '0', element.text());
          whole = element;
        }
        case "pre" -> {
          assembler.lines(element.wholeText());
          whole = element;
        }
        case "table" -> {
          assembler.lines(tableText(element));
          whole = element;
        }
        case "li" -> inline.append("- ");
        case "br" -> inline.append(' ');
        default -> {}
      }
    }

    private void flush() {
      var text = inline.toString().strip().replaceAll("\\s+", " ");
      inline.setLength(0);
      if (!text.equals("-")) {
        assembler.prose(text);
      }
    }

    private static boolean isBlock(Element element) {
      return BLOCKS.contains(element.normalName());
    }

    private static String tableText(Element table) {
      var text = new StringBuilder();
      for (var row : table.select("tr")) {
        var cells = row.select("> th, > td").eachText();
        if (!cells.isEmpty()) {
          text.append(text.isEmpty() ? "" : "\n").append(String.join(" | ", cells));
        }
      }
      return text.toString();
    }
  }
}
