package dev.headgate.guardrails.grounding;

import dev.headgate.guardrails.grounding.SupportFeatures.Claimed;
import dev.headgate.guardrails.heads.TwoLayerHead;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.embeddings.EmbeddingPurpose;
import dev.headgate.kernel.search.Chunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The documents of one answer, and what in them comes nearest to a claim. For one thread.
public final class Evidence {
  /// The most that a claim scores in which a check found something wrong: below every sensible
  /// threshold, since a head that reads meaning is easily content with another number.
  public static final double CAP = 0.02;

  /// Spans whose vectors are compared with a claim's: what of the documents shares no word with it
  /// is not looked at closer.
  private static final int MAX_SPANS = 6;

  private final EmbeddingModel model;
  private final Passages passages;
  private final Map<String, float[]> vectors = new HashMap<>();

  /// A span with what it has in common with a claim.
  ///
  /// @param start in the chunk's text
  /// @param end exclusive
  /// @param isDenial whether it says nearly the same, the other way round
  public record Candidate(Chunk chunk, int start, int end, float[] features, boolean isDenial) {}

  /// A claim with the spans that come nearest.
  ///
  /// @param missing what of the claim the documents do not have, empty if nothing
  public record Compared(List<Candidate> candidates, String missing) {
    private static final String DENIED = "negation";

    /// The span that bears the claim out best by a head; -1 if there is none.
    public int best(TwoLayerHead head) {
      var best = -1;
      var highest = -1d;
      for (int i = 0; i < candidates.size(); i++) {
        var score = head.score(candidates.get(i).features());
        if (score > highest) {
          highest = score;
          best = i;
        }
      }
      return best;
    }

    /// What in the claim is wrong for certain, empty if nothing is.
    ///
    /// @param best the place of its span, or -1
    public String why(int best) {
      return missing.isEmpty() && best >= 0 && candidates.get(best).isDenial() ? DENIED : missing;
    }

    /// How likely it is that the documents bear the claim out, 0 to 1.
    public double score(TwoLayerHead head) {
      var best = best(head);
      if (best < 0) {
        return 0;
      }
      var score = head.score(candidates.get(best).features());
      return why(best).isEmpty() ? score : Math.min(CAP, score);
    }
  }

  /// @param asked what the caller said: names in it are not strange in an answer
  public Evidence(List<Chunk> chunks, String asked, EmbeddingModel model) {
    this.model = model;
    this.passages = new Passages(chunks, asked);
  }

  /// The claims of an answer, each by itself and, where it speaks of what was said before, with
  /// that.
  public List<List<Compared>> claims(String answer) {
    var claims = new ArrayList<List<Compared>>();
    for (var statement : new Statements().read(answer)) {
      claims.add(readings(statement));
    }
    return claims;
  }

  List<Compared> readings(Statements.Statement statement) {
    var alone = compare(statement.plain());
    return statement.about().isEmpty() || !alone.missing().isEmpty()
        ? List.of(alone)
        : List.of(alone, compare(statement.about() + " " + statement.plain()));
  }

  /// Compares a claim with the spans that share words with it.
  public Compared compare(String claim) {
    var claimed = Claimed.of(claim, passages);
    var spans = passages.nearest(claimed.stems(), MAX_SPANS);
    var missing = new ArrayList<String>();
    if (!vectors.containsKey(claim)) {
      missing.add(claim);
    }
    for (var span : spans) {
      if (!vectors.containsKey(span.text()) && !missing.contains(span.text())) {
        missing.add(span.text());
      }
    }
    var made =
        missing.isEmpty() ? List.<float[]>of() : model.embed(missing, EmbeddingPurpose.DOCUMENT);
    for (int i = 0; i < missing.size(); i++) {
      vectors.put(missing.get(i), made.get(i));
    }
    var vector = vectors.getOrDefault(claim, new float[0]);
    var candidates = new ArrayList<Candidate>(spans.size());
    for (var span : spans) {
      var coverage = SupportFeatures.coverage(claimed.stems(), span.stems(), passages);
      candidates.add(
          new Candidate(
              span.chunk(),
              span.start(),
              span.end(),
              SupportFeatures.of(
                  claimed, vector, span, vectors.getOrDefault(span.text(), new float[0]), passages),
              claimed.check().isDeniedBy(span, claimed.stems(), coverage)));
    }
    return new Compared(candidates, claimed.check().why());
  }
}
