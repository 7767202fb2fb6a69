package dev.headgate.guardrails.grounding;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;

/// The head that Headgate brings, with its thresholds: weights whose hash is checked, and what they
/// were made from.
///
/// @param threshold from which a claim is supported
/// @param unsupportedBelow below which a claim is unsupported
public record GroundingPack(GroundingHead head, double threshold, double unsupportedBelow) {
  private static final String WEIGHTS = "head.bin";
  private static final String DESCRIPTION = "pack.properties";

  public static final GroundingPack BUILT_IN = load();

  private static GroundingPack load() {
    try {
      var description = new Properties();
      description.load(new StringReader(new String(resource(DESCRIPTION), StandardCharsets.UTF_8)));
      var weights = resource(WEIGHTS);
      if (!sha256(weights).equals(description.getProperty("sha256"))) {
        throw new IllegalStateException("the grounding pack's weights are not those of its card");
      }
      return new GroundingPack(
          GroundingHead.read(weights),
          Double.parseDouble(description.getProperty("threshold")),
          Double.parseDouble(description.getProperty("unsupported-below")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
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
