package dev.headgate.guardrails.pii;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Finds names, places, organisations, nationalities, titles and ages in running text: an averaged
/// perceptron over words, left to right. Thread-safe. The card of its weights lies beside them.
final class NameTagger {
  static final List<String> KINDS =
      List.of("PERSON", "LOCATION", "ORGANIZATION", "NRP", "TITLE", "AGE");

  private static final int LOCATION = KINDS.indexOf("LOCATION");
  private static final int AGE = KINDS.indexOf("AGE");

  /// None, then begin and inside of every kind.
  static final int TAGS = 1 + 2 * 6;

  private static final String WEIGHTS = "names.bin.gz";
  private static final double SCORE = .45;

  private final short[] weights;
  private final byte[] listed;

  private NameTagger(short[] weights, byte[] listed) {
    this.weights = weights;
    this.listed = listed;
  }

  static NameTagger load() {
    try (var in = NameTagger.class.getResourceAsStream(WEIGHTS)) {
      if (in == null) {
        throw new IllegalStateException(
            "the weights of the tagger of names are missing: " + WEIGHTS);
      }
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NameTagger read(InputStream in) throws IOException {
    try (var data = new DataInputStream(new GZIPInputStream(in))) {
      var weights = new short[NameFeatures.BUCKETS * TAGS];
      var listed = new byte[NameFeatures.LISTED];
      var written = ByteBuffer.wrap(data.readNBytes(weights.length * Short.BYTES));
      written.asShortBuffer().get(weights);
      data.readFully(listed);
      return new NameTagger(weights, listed);
    }
  }

  void find(String text, Found found) {
    var words = Words.of(text);
    var tags = tag(new NameFeatures(words, listed, 0));
    var i = 0;
    while (i < tags.length) {
      var tag = tags[i];
      if (tag == 0) {
        i++;
        continue;
      }
      var kind = (tag - 1) / 2;
      var end = i + 1;
      while (end < tags.length && tags[end] == 2 + kind * 2) {
        end++;
      }
      var from = words.get(i).start();
      var to = words.get(end - 1).end();
      // Only houses, postcodes and ages are numbers.
      if (kind == LOCATION
          || kind == AGE
          || text.substring(from, to).chars().anyMatch(Character::isLetter)) {
        found.add(KINDS.get(kind), from, to, SCORE);
      }
      i = end;
    }
  }

  int[] tag(NameFeatures features) {
    var tags = new int[features.size()];
    var places = new int[NameFeatures.COUNT];
    var scores = new int[TAGS];
    for (var i = 0; i < tags.length; i++) {
      var last = i > 0 ? tags[i - 1] : 0;
      features.fill(i, last, i > 1 ? tags[i - 2] : 0, places);
      Arrays.fill(scores, 0);
      for (var place : places) {
        var at = place * TAGS;
        for (var tag = 0; tag < TAGS; tag++) {
          scores[tag] += weights[at + tag];
        }
      }
      tags[i] = best(scores, last);
    }
    return tags;
  }

  // Inside of a kind only follows the same kind.
  static int best(int[] scores, int last) {
    var best = 0;
    for (var tag = 1; tag < TAGS; tag++) {
      if (scores[tag] > scores[best] && mayFollow(tag, last)) {
        best = tag;
      }
    }
    return best;
  }

  static boolean mayFollow(int tag, int last) {
    return tag % 2 == 1 || last == tag || last == tag - 1;
  }
}
