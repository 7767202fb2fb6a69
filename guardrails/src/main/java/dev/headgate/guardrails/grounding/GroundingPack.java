package dev.headgate.guardrails.grounding;

import dev.headgate.guardrails.heads.TwoLayerHead;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;

/// The head that Headgate brings, with its thresholds: weights whose hash is checked, and what they
/// were made from.
///
/// @param threshold from which a claim is supported
/// @param unsupportedBelow below which a claim is unsupported
public record GroundingPack(TwoLayerHead head, double threshold, double unsupportedBelow) {
  /// What its weights begin with.
  public static final int KIND = 0x48474701;

  private static final String WEIGHTS = "head.bin";
  private static final String DESCRIPTION = "pack.properties";
  private static final String TRAINED_ON = "trained-on.bin";

  // Loaded when it is first asked for: what trains it has none yet.
  private static final class BuiltIn {
    static final GroundingPack PACK = load();
  }

  public static GroundingPack builtIn() {
    return BuiltIn.PACK;
  }

  private static GroundingPack load() {
    try {
      var description = new Properties();
      description.load(new StringReader(new String(resource(DESCRIPTION), StandardCharsets.UTF_8)));
      var weights = resource(WEIGHTS);
      if (!sha256(weights).equals(description.getProperty("sha256"))) {
        throw new IllegalStateException("the grounding pack's weights are not those of its card");
      }
      return new GroundingPack(
          TwoLayerHead.read(weights, KIND),
          Double.parseDouble(description.getProperty("threshold")),
          Double.parseDouble(description.getProperty("unsupported-below")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Fingerprints of the pairs that it was trained on. Read from the pack each time.
  public Set<Integer> trainedOn() throws IOException {
    var bytes = ByteBuffer.wrap(resource(TRAINED_ON));
    var seen = new HashSet<Integer>();
    while (bytes.remaining() >= Integer.BYTES) {
      seen.add(bytes.getInt());
    }
    return seen;
  }

  /// A context and an answer as the list of training has them.
  public static int fingerprint(String context, String answer) {
    return ByteBuffer.wrap(digest((context + '\n' + answer).getBytes(StandardCharsets.UTF_8)))
        .getInt();
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest(bytes));
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (var in = GroundingPack.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the grounding pack has no " + name);
      }
      return in.readAllBytes();
    }
  }
}
