package dev.headgate.guardrails.pii;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/// Learns the weights of the tagger of names: Collins, "Discriminative Training Methods for Hidden
/// Markov Models", 2002, averaged. The same texts and the same seed give the same bytes.
public final class NameTrainer {
  private final float[] weights = new float[NameFeatures.BUCKETS * NameTagger.TAGS];
  private final float[] totals = new float[weights.length];
  private final List<Example> examples = new ArrayList<>();
  private final byte[] listed = new byte[NameFeatures.LISTED];
  private int steps = 1;

  /// A text, and where in it something is.
  ///
  /// @param kinds of the spans, such as `PERSON`; kinds that the tagger does not know are left out
  public record Example(String text, List<Integer> starts, List<Integer> ends, List<String> kinds) {
    public Example {
      starts = List.copyOf(starts);
      ends = List.copyOf(ends);
      kinds = List.copyOf(kinds);
    }
  }

  private record Sentence(NameFeatures features, List<Integer> tags) {}

  /// Puts the words of a name on a list.
  ///
  /// @param list 0 to 6
  public void list(String name, int list) {
    for (var word : Words.of(name)) {
      listed[NameFeatures.slot(word.text().toLowerCase(Locale.ROOT))] |= (byte) (1 << list);
    }
  }

  public void add(Example example) {
    examples.add(example);
  }

  /// Learns from what was added, and writes the weights.
  public void train(int rounds, long seed, OutputStream out) throws IOException {
    var sentences = new ArrayList<Sentence>();
    for (var example : examples) {
      var words = Words.of(example.text());
      var tags = new int[words.size()];
      for (var s = 0; s < example.starts().size(); s++) {
        var kind = NameTagger.KINDS.indexOf(example.kinds().get(s));
        var inside = false;
        for (var i = 0; kind >= 0 && i < tags.length; i++) {
          if (words.get(i).start() < example.ends().get(s)
              && words.get(i).end() > example.starts().get(s)) {
            tags[i] = 1 + 2 * kind + (inside ? 1 : 0);
            inside = true;
          }
        }
      }
      sentences.add(
          new Sentence(new NameFeatures(words, listed, 6), Arrays.stream(tags).boxed().toList()));
    }
    var random = new Random(seed);
    for (var round = 0; round < rounds; round++) {
      Collections.shuffle(sentences, random);
      sentences.forEach(this::learn);
    }
    write(out);
  }

  private void learn(Sentence sentence) {
    var places = new int[NameFeatures.COUNT];
    var scores = new float[NameTagger.TAGS];
    var last = 0;
    var beforeLast = 0;
    for (var i = 0; i < sentence.tags().size(); i++) {
      sentence.features().fill(i, last, beforeLast, places);
      var right = sentence.tags().get(i);
      var best = 0;
      for (var tag = 0; tag < NameTagger.TAGS; tag++) {
        scores[tag] = 0;
        for (var place : places) {
          scores[tag] += weights[place * NameTagger.TAGS + tag];
        }
        // A margin, so that what is barely right is still learned from.
        scores[tag] += tag == right ? 0 : 1;
        if (tag > 0 && scores[tag] > scores[best] && NameTagger.mayFollow(tag, last)) {
          best = tag;
        }
      }
      if (best != right) {
        for (var place : places) {
          update(place * NameTagger.TAGS + right, 1);
          update(place * NameTagger.TAGS + best, -1);
        }
      }
      steps++;
      beforeLast = last;
      // Errors of the tagger itself are seen in training, too.
      last = best != right && steps % 4 == 0 ? best : right;
    }
  }

  private void update(int at, float by) {
    weights[at] += by;
    totals[at] += by * steps;
  }

  private void write(OutputStream out) throws IOException {
    var highest = 0f;
    var averaged = new float[weights.length];
    for (var i = 0; i < weights.length; i++) {
      averaged[i] = weights[i] - totals[i] / steps;
      highest = Math.max(highest, Math.abs(averaged[i]));
    }
    try (var data = new DataOutputStream(new GZIPOutputStream(out))) {
      for (var weight : averaged) {
        data.writeShort(Math.round(weight / highest * Short.MAX_VALUE));
      }
      data.write(listed);
    }
  }
}
