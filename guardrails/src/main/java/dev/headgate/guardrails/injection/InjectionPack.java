package dev.headgate.guardrails.injection;

import dev.headgate.guardrails.heads.TwoLayerHead;
import dev.headgate.kernel.ids.Sha256;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/// The head that Headgate brings, with its threshold: weights whose hash is checked, and what they
/// were made from.
///
/// @param threshold at which one benign text in a hundred of those kept aside is taken for an
///   attack
public record InjectionPack(TwoLayerHead head, double threshold) {
  /// What its weights begin with.
  public static final int KIND = 0x48474901;

  private static final String WEIGHTS = "head.bin";
  private static final String DESCRIPTION = "pack.properties";
  private static final String TRAINED_ON = "trained-on.txt";

  /// Loaded when first needed: most projects never do.
  private static final class BuiltIn {
    private static final InjectionPack PACK = load();
  }

  /// The pack that Headgate brings.
  public static InjectionPack builtIn() {
    return BuiltIn.PACK;
  }

  private static InjectionPack load() {
    try {
      var description = new Properties();
      description.load(new StringReader(new String(resource(DESCRIPTION), StandardCharsets.UTF_8)));
      var weights = resource(WEIGHTS);
      if (!hash(weights).equals(description.getProperty("sha256"))) {
        throw new IllegalStateException("the injection pack's weights are not those of its card");
      }
      return new InjectionPack(
          TwoLayerHead.read(weights, KIND),
          Double.parseDouble(description.getProperty("threshold")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Fingerprints of the texts that it was trained on. Read from the pack each time.
  public Set<String> trainedOn() throws IOException {
    return new String(resource(TRAINED_ON), StandardCharsets.UTF_8)
        .lines()
        .collect(Collectors.toSet());
  }

  /// A text as the list of training has it.
  public static String fingerprint(String text) {
    return hash(text.strip().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }

  /// The SHA-256 of weights, in hexadecimal digits.
  public static String hash(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.digest().digest(bytes));
  }

  private static byte[] resource(String name) throws IOException {
    try (var in = InjectionPack.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the injection pack has no " + name);
      }
      return in.readAllBytes();
    }
  }
}
