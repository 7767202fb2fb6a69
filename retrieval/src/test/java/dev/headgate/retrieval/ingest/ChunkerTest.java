package dev.headgate.retrieval.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.search.Chunk;
import dev.headgate.retrieval.HashingModel;
import dev.headgate.retrieval.ingest.cleaning.Block;
import dev.headgate.retrieval.ingest.cleaning.CleanDocument;
import dev.headgate.retrieval.ingest.cleaning.Format;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkerTest {
  private static final HashingModel MODEL = new HashingModel("1");
  private static final ChunkingConfig SMALL = new ChunkingConfig(20, 40, 0.2);

  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void cutsAnyTextIntoBoundedSubstringsThatCoverIt(int seed) {
    var random = new Random(seed);
    var config =
        new ChunkingConfig(
            1 + random.nextInt(30), 30 + random.nextInt(40), random.nextInt(6) / 10.0);
    var document = Format.MARKDOWN.clean(randomMarkdown(random), "fallback");

    var chunks = new Chunker(config, MODEL::countTokens).chunk("doc", document);

    var covered = new boolean[document.text().length()];
    for (var chunk : chunks) {
      assertThat(chunk.text()).isEqualTo(document.text().substring(chunk.start(), chunk.end()));
      assertThat(MODEL.countTokens(chunk.text())).isBetween(1, config.maxTokens());
      for (int i = chunk.start(); i < chunk.end(); i++) {
        covered[i] = true;
      }
    }
    for (var block : document.blocks()) {
      for (int i = block.start(); i < block.end(); i++) {
        assertThat(
                covered[i]
                    || block.kind() == Block.Kind.HEADING
                    || Character.isWhitespace(document.text().charAt(i)))
            .as("seed %d: position %d", seed, i)
            .isTrue();
      }
    }
    assertThat(chunks).extracting(Chunk::end).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void repeatsAFifthAndNoScrapRemains() {
    var text = sentences(60, 5);

    var chunks = chunk(SMALL, text);

    assertThat(chunks).hasSizeGreaterThan(5);
    for (int i = 1; i < chunks.size(); i++) {
      var repeated = text.substring(chunks.get(i).start(), chunks.get(i - 1).end());
      assertThat(MODEL.countTokens(repeated)).isGreaterThanOrEqualTo(5);
    }
    assertThat(chunks)
        .allSatisfy(chunk -> assertThat(MODEL.countTokens(chunk.text())).isBetween(20, 40));
  }

  @Test
  void endsAtAHeadingAndRepeatsNothingAcrossIt() {
    var markdown = "# T\n\n## A\n\n" + sentences(6, 5) + "\n\n## B\n\n" + sentences(6, 5);

    var chunks = chunk(SMALL, markdown);

    assertThat(chunks).extracting(Chunk::headings).containsExactly(List.of("A"), List.of("B"));
    assertThat(chunks.get(1).start()).isGreaterThan(chunks.get(0).end());
    assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.text()).startsWith("Word"));
  }

  @Test
  void keepsAListingWholeIfItFits() {
    var code = "line one two\n".repeat(12).strip();
    var markdown = sentences(5, 5) + "\n\n```\n" + code + "\n```\n\n" + sentences(5, 5);

    var chunks = chunk(SMALL, markdown);

    assertThat(chunks).anySatisfy(chunk -> assertThat(chunk.text()).contains(code));
  }

  @Test
  void cutsAnEndlessWord() {
    var chunks = chunk(SMALL, "x".repeat(100_000));

    assertThat(chunks).hasSizeGreaterThan(100);
    assertThat(chunks.getLast().end()).isEqualTo(100_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "?!", "a.", "\u2026)", ". ", "\n", "\n-"})
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void takesAMebibyteOfAnythingInLinearTime(String piece) {
    var text = piece.repeat((1 << 20) / piece.length()) + "a";
    var block = new Block(Block.Kind.PROSE, List.of(), 0, text.length());

    var chunks =
        new Chunker(SMALL, MODEL::countTokens)
            .chunk("doc", new CleanDocument("", text, List.of(block)));

    assertThat(chunks.getLast().end()).isEqualTo(text.length());
  }

  @Test
  void cutsAfterTheLastOfSeveralMarks() {
    var text = "Bees, wasps etc.! Ask J.? Yes.. No e.g.. So";

    assertThat(Sentences.endOfSentence(text, 0, text.length())).isEqualTo(text.indexOf("Ask"));
    assertThat(Sentences.endOfSentence(text, text.indexOf("Ask"), text.length()))
        .isEqualTo(text.indexOf("Yes"));
    assertThat(Sentences.endOfSentence(text, text.indexOf("No"), text.length()))
        .isEqualTo(text.indexOf("So"));
  }

  @Test
  void doesNotCutAfterAnAbbreviation() {
    var text = "See e.g. Smith et al. on this. Dr. J. Watson agrees! Really? \"Yes.\" Done.";
    var ends =
        IntStream.iterate(
                0,
                start -> start < text.length(),
                start -> Sentences.endOfSentence(text, start, text.length()))
            .mapToObj(start ->
                text.substring(start, Sentences.endOfSentence(text, start, text.length())).strip())
            .toList();

    assertThat(ends)
        .containsExactly(
            "See e.g. Smith et al. on this.",
            "Dr. J. Watson agrees!",
            "Really?",
            "\"Yes.\"",
            "Done.");
  }

  private static List<Chunk> chunk(ChunkingConfig config, String markdown) {
    return new Chunker(config, MODEL::countTokens)
        .chunk("doc", Format.MARKDOWN.clean(markdown, "fallback"));
  }

  private static String sentences(int count, int words) {
    return IntStream.range(0, count)
        .mapToObj(i -> "Word" + i + " word".repeat(words - 1) + ".")
        .collect(Collectors.joining(" "));
  }

  private static String randomMarkdown(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(30); i >= 0; i--) {
      switch (random.nextInt(6)) {
        case 0 -> text.append("#".repeat(1 + random.nextInt(4))).append(" Heading ").append(i);
        case 1 ->
            text.append("```\n").append("code line\n".repeat(random.nextInt(60))).append("```");
        case 2 -> text.append("- item ").append("😀 é 漢 ".repeat(random.nextInt(20)));
        case 3 -> text.append("z".repeat(random.nextInt(2_000)));
        default -> text.append(sentences(random.nextInt(20), 1 + random.nextInt(60)));
      }
      text.append("\n\n");
    }
    return text.toString();
  }
}
