package dev.headgate.guardrails.grounding;

import dev.headgate.guardrails.heads.HeadPack;
import dev.headgate.guardrails.heads.TwoLayerHead;
import dev.headgate.kernel.ids.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/// The head that Headgate brings, with its thresholds: weights whose hash is checked, and what they
/// were made from.
///
/// @param threshold from which a claim is supported
/// @param unsupportedBelow below which a claim is unsupported
public record GroundingPack(TwoLayerHead head, double threshold, double unsupportedBelow) {
  /// What its weights begin with.
  public static final int KIND = 0x48474701;

  /// The one head of it.
  public static final String HEAD = "head";

  /// The key of the score below which a claim is unsupported.
  public static final String UNSUPPORTED_BELOW = "unsupported-below";

  private static final String TRAINED_ON = "trained-on.bin";

  // Loaded when it is first asked for: what trains it has none yet.
  private static final class BuiltIn {
    static final HeadPack FILES = HeadPack.load(GroundingPack.class, KIND, HEAD);
    static final GroundingPack PACK =
        new GroundingPack(
            FILES.head(HEAD), FILES.number(HeadPack.THRESHOLD), FILES.number(UNSUPPORTED_BELOW));
  }

  public static GroundingPack builtIn() {
    return BuiltIn.PACK;
  }

  /// Fingerprints of the pairs that it was trained on. Read from the pack each time.
  public Set<Integer> trainedOn() throws IOException {
    var bytes = ByteBuffer.wrap(BuiltIn.FILES.resource(TRAINED_ON));
    var seen = new HashSet<Integer>();
    while (bytes.remaining() >= Integer.BYTES) {
      seen.add(bytes.getInt());
    }
    return seen;
  }

  /// A context and an answer as the list of training has them.
  public static int fingerprint(String context, String answer) {
    var pair = (context + '\n' + answer).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.wrap(Sha256.digest().digest(pair)).getInt();
  }
}
