package dev.headgate.inference.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class WordPieceTest {
  // What Hugging Face's tokenizers 0.23 gives for the same tokenizer.json.
  private static final String EXPECTED =
      """
      Hello, World! => 101 7592 1010 2088 999 102
      unaffable embeddings tokenization => 101 14477 20961 3468 7861 8270 4667 2015 19204 3989 102
      S\u00e3o Paulo, na\u00efve caf\u00e9, \u00c5ngstr\u00f6m => 101 7509 9094 1010 15743 7668 1010 17076 15687 102
      cafe\u0301 e\u0300 => 101 7668 1041 102
      \u6771\u4eac\u306f\u65e5\u672c\u306e\u9996\u90fd\u3067\u3059\u3002 => 101 1879 1755 1672 1864 1876 1671 100 1961 1665 30184 1636 102
      \u4e2d\u6587\u5b57\u7b26 mixed with English => 101 1746 1861 100 100 3816 2007 2394 102
      \ud55c\uad6d\uc5b4 \ud14d\uc2a4\ud2b8 => 101 1469 30006 30021 29991 30014 30020 29999 30008 1467 30009 30020 29997 30017 30003 30017 102
      \u0130stanbul ISTANBUL \u0131i => 101 9960 9960 1104 2072 102
      \u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3 \u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2 => 101 1169 29722 29735 29733 29733 29723 29735 29733 1173 18199 29733 29735 29736 15297 102
      $100.50 + 5% = ~105<=>`^| => 101 1002 2531 1012 2753 1009 1019 1003 1027 1066 8746 1026 1027 1028 1036 1034 1064 102
      don't stop\u2014really\u2026 \u201cquotes\u201d \u00abguillemets\u00bb => 101 2123 1005 1056 2644 1517 2428 1529 1523 16614 1524 1077 26458 6216 11368 2015 1090 102
      https://example.com/a_b?c=d&e=f#g => 101 16770 1024 1013 1013 2742 1012 4012 1013 1037 1035 1038 1029 1039 1027 1040 1004 1041 1027 1042 1001 1043 102
      \ud83d\ude00 smile \ud83d\udc69\u200d\ud83d\udcbb coder => 101 100 2868 100 3642 2099 102
      \ud835\udc9c\ud835\udcb7 math \ud840\udc00\ud869\udf00 rare => 101 100 8785 100 100 4678 102
      \ue000 private \udb80\udc00 use => 101 2797 2224 102
      \u0378 unassigned \ud83e\udfff => 101 100 14477 18719 19225 100 102
      \ufb01le \u2167 \u00bd \u2460 => 101 1984 2571 100 1092 100 102
      \u092e\u0930\u093e\u0920\u0940 \u0939\u093f\u0928\u094d\u0926\u0940 => 101 100 1339 29877 29863 29861 29878 102
      \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u0646\u0635 => 101 1270 23673 29830 17149 29816 14498 19433 1296 29826 102
      \u0413\u041e\u0421\u0422 \u0419\u043e\u0434 \u0451\u043b\u043a\u0430 => 101 1183 14150 29747 22919 1188 14150 29742 1185 29436 28598 102
      foo_bar.baz(qux[1]) -> {"k": null}; => 101 29379 1035 3347 1012 8670 2480 1006 24209 2595 1031 1015 1033 1007 1011 1028 1063 1000 1047 1000 1024 19701 1065 1025 102
      \u01c4 \u01c5 \u1e9e \u00df => 101 100 100 1096 1096 102
      K \u00c5 => 101 1047 1037 102
      \u8c48\u66f4\u8eca => 101 100 100 1954 102
      supercalifragilisticexpialidocious antidisestablishmentarianism => 101 3565 9289 10128 29181 24411 4588 10288 19312 21273 10085 6313 3424 10521 4355 7875 13602 3672 12199 2964 102
      1,234,567.89e-10 => 101 1015 1010 22018 1010 5179 2581 1012 6486 2063 1011 2184 102
      v1.5.2-beta+build => 101 1058 2487 1012 1019 1012 1016 1011 8247 1009 3857 102
      \u2460\u2461\u337f \u3231 => 101 100 100 102
      \uff41\uff42\uff43\uff11\uff12\uff13\uff01 => 101 100 1986 102
      \u0300 lonely accent => 101 9479 9669 102
      a\u0301\u0302b => 101 11113 102
      \u0663\u0664 \u096a\u096b => 101 100 100 102
      #!/bin/sh \tset -e => 101 1001 999 1013 8026 1013 14021 2275 1011 1041 102
      \u2047 \u203b \u203d \u20bf \u20ac \u2122 \u00a9 => 101 100 100 100 100 1574 1580 1075 102
      """;

  private static WordPiece wordPiece;

  @BeforeAll
  static void readVocabulary() throws IOException {
    try (var json =
        WordPieceTest.class.getResourceAsStream("/bge-small-en-v1.5-q-tokenizer.json")) {
      wordPiece = new WordPiece(Vocabulary.read(json));
    }
  }

  static Stream<String[]> cases() {
    return EXPECTED.lines().map(line -> line.split(" => ", 2));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheIdsOfTheReferenceTokenizer(String text, String ids) {
    var expected = Arrays.stream(ids.split(" ")).mapToInt(Integer::parseInt).toArray();

    assertThat(wordPiece.encode(text, 510)).containsExactly(expected);
    assertThat(wordPiece.count(text)).isEqualTo(expected.length - 2);
  }

  @Test
  void dropsControlCharactersAndTakesEverySpaceForASpace() {
    assertThat(wordPiece.encode("", 510)).containsExactly(101, 102);
    assertThat(wordPiece.encode("  \t\r\n", 510)).containsExactly(101, 102);
    assertThat(wordPiece.encode("a\u200bb\u00adc\u0000d\ufffde\u0007f", 510))
        .containsExactly(101, 5925, 3207, 2546, 102);
    assertThat(wordPiece.encode("a\u000bb\u000cc\u0085d", 510))
        .containsExactly(101, 5925, 2094, 102);
    assertThat(wordPiece.encode("x\u00a0y\u2003z\u3000w\u2028v", 510))
        .containsExactly(101, 1060, 1061, 1062, 1059, 1058, 102);
  }

  @Test
  void takesAWordOfOverAHundredCharactersForUnknown() {
    assertThat(wordPiece.encode("x".repeat(101), 510)).containsExactly(101, 100, 102);
    assertThat(wordPiece.encode("x".repeat(100), 510)).hasSize(52).doesNotContain(100);
    assertThat(wordPiece.encode("\ud83d\ude00".repeat(101), 510)).containsExactly(101, 100, 102);
    assertThat(wordPiece.encode("y".repeat(99) + "\u00e9", 510)).endsWith(6672, 102);
  }

  @Test
  void readsSpecialTokensFromOutsideAsPlainText() {
    assertThat(wordPiece.encode("[CLS] [SEP]", 510))
        .containsExactly(101, 1031, 18856, 2015, 1033, 1031, 19802, 1033, 102);
  }

  @Test
  void cutsALongTextAfterTheTokensAskedFor() {
    var long_ = "hello world ".repeat(1_000);

    assertThat(wordPiece.encode(long_, 5)).containsExactly(101, 7592, 2088, 7592, 2088, 7592, 102);
    assertThat(wordPiece.count(long_)).isEqualTo(2_000);
  }

  @Test
  void survivesHalfASurrogatePair() {
    assertThat(wordPiece.encode("a\ud83d b", 510)).containsExactly(101, 1037, 1038, 102);
  }
}
