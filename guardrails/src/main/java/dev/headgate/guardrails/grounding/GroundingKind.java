package dev.headgate.guardrails.grounding;

import dev.headgate.guardrails.heads.TwoLayerHead;
import dev.headgate.kernel.answers.Claim;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.guardrails.DetectorKind;
import dev.headgate.kernel.guardrails.Finding;
import dev.headgate.kernel.guardrails.Grounder;
import dev.headgate.kernel.guardrails.Grounding;
import dev.headgate.kernel.guardrails.Stage;
import dev.headgate.kernel.search.Chunk;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Claims of an answer that its documents do not bear out.
public final class GroundingKind implements DetectorKind {
  private static final String NAME = "grounding";
  private static final String KIND = "unsupported-claim";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String doc() {
    return "What an answer claims and its documents do not bear out: every sentence gets a verdict, a"
        + " score and the span that comes nearest, by a local model and by checks of numbers, dates,"
        + " names and negation. Needs \"shape: retrieval\"";
  }

  @Override
  public double threshold() {
    return GroundingPack.builtIn().threshold();
  }

  @Override
  public Set<Stage> stages() {
    return EnumSet.of(Stage.OUTPUT);
  }

  @Override
  public Grounder read(ConfigNode section) {
    var unsupportedBelow =
        section.number(
            "unsupported-below",
            GroundingPack.builtIn().unsupportedBelow(),
            0,
            1,
            "The support below which a claim is unsupported; between the two it is uncertain, and"
                + " stays");
    return new Declared(unsupportedBelow);
  }

  /// The grounder of the built-in pack.
  ///
  /// @param model the one that the pack names
  public static Grounder with(EmbeddingModel model) {
    return new Ready(
        GroundingPack.builtIn().head(), model, GroundingPack.builtIn().unsupportedBelow());
  }

  private record Declared(double unsupportedBelow) implements Grounder {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String embedding() {
      return GroundingPack.builtIn().head().embedding();
    }

    @Override
    public Grounder with(EmbeddingModel model) {
      return new Ready(GroundingPack.builtIn().head(), model, unsupportedBelow);
    }

    @Override
    public Grounding on(List<Chunk> sources, String asked, double threshold) {
      throw new IllegalStateException("the model is missing");
    }

    @Override
    public List<Finding> find(String text) {
      throw new IllegalStateException("the model is missing");
    }
  }

  private record Ready(TwoLayerHead head, EmbeddingModel model, double unsupportedBelow)
      implements Grounder {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String embedding() {
      return head.embedding();
    }

    @Override
    public Grounder with(EmbeddingModel other) {
      return new Ready(head, other, unsupportedBelow);
    }

    @Override
    public Grounding on(List<Chunk> sources, String asked, double threshold) {
      return new SourceGrounding(
          new Evidence(sources, asked, model), head, threshold, unsupportedBelow);
    }

    @Override
    public List<Finding> find(String text) {
      return on(List.of(), "", 1).judge(text).stream().map(Ready::finding).toList();
    }

    private static Finding finding(Claim claim) {
      return new Finding(KIND, claim.start(), claim.end(), 1 - claim.support().score());
    }
  }
}
