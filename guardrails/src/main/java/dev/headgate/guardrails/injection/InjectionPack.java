package dev.headgate.guardrails.injection;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/// The head that Headgate brings, with its threshold: weights whose hash is checked, and what they
/// were made from.
///
/// @param threshold at which one benign text in a hundred of those kept aside is taken for an
///   attack
public record InjectionPack(InjectionHead head, double threshold) {
  private static final String WEIGHTS = "head.bin";
  private static final String DESCRIPTION = "pack.properties";
  private static final String TRAINED_ON = "trained-on.txt";

  public static final InjectionPack BUILT_IN = load();

  private static InjectionPack load() {
    try {
      var description = new Properties();
      description.load(new StringReader(new String(resource(DESCRIPTION), StandardCharsets.UTF_8)));
      var weights = resource(WEIGHTS);
      var hash = HexFormat.of().formatHex(sha256(weights));
      if (!hash.equals(description.getProperty("sha256"))) {
        throw new IllegalStateException("the injection pack's weights are not those of its card");
      }
      return new InjectionPack(
          InjectionHead.read(weights), Double.parseDouble(description.getProperty("threshold")));
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
    return HexFormat.of().formatHex(sha256(text.strip().getBytes(StandardCharsets.UTF_8)), 0, 8);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
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
