package dev.headgate.guardrails.injection;

import dev.headgate.guardrails.heads.HeadPack;
import dev.headgate.guardrails.heads.WindowHeads;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.embeddings.EmbeddingModel;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.DetectorKind;
import dev.headgate.kernel.guardrails.Stage;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// Injected instructions and attempts to break out of a role.
public final class InjectionKind implements DetectorKind {
  /// What the weights of its pack begin with.
  public static final int WEIGHTS = 0x48474901;

  /// The one head of its pack.
  public static final String HEAD = "head";

  private static final String NAME = "injection";
  private static final String KIND = "prompt-injection";

  /// Loaded when first needed: most projects never do.
  private static final class BuiltIn {
    private static final HeadPack PACK = HeadPack.load(InjectionKind.class, WEIGHTS, HEAD);
    private static final WindowHeads HEADS =
        new WindowHeads(NAME, Map.of(KIND, PACK.head(HEAD)), InjectionCues.ALL);
  }

  /// The pack that Headgate brings.
  public static HeadPack pack() {
    return BuiltIn.PACK;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String doc() {
    return "Instructions that do not belong there: to forget the model's own, to take another role,"
        + " to give away what it was told. A classifier, so calibrate its threshold on your own"
        + " traffic in shadow before you enforce it";
  }

  /// At which one benign text in a hundred of those kept aside is taken for an attack.
  @Override
  public double threshold() {
    return pack().number(HeadPack.THRESHOLD);
  }

  @Override
  public Set<Stage> stages() {
    return EnumSet.of(Stage.INPUT, Stage.RETRIEVED, Stage.TOOL_RESULTS);
  }

  @Override
  public Detector read(ConfigNode section) {
    return BuiltIn.HEADS;
  }

  /// The detector of the built-in pack.
  ///
  /// @param model the one that the pack names
  public static Detector with(EmbeddingModel model) {
    return BuiltIn.HEADS.with(model);
  }
}
