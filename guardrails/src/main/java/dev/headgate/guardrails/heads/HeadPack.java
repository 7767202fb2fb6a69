package dev.headgate.guardrails.heads;

import dev.headgate.kernel.ids.Sha256;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/// A model pack as it lies beside the class that uses it: heads whose hashes are checked, what
/// belongs to them, and what they were made from. Immutable, thread-safe.
public final class HeadPack {
  /// Its name, its numbers, and for each head the hash of its weights.
  public static final String DESCRIPTION = "pack.properties";

  /// The fingerprints of the texts that it was made from, a line each.
  public static final String TRAINED_ON = "trained-on.txt";

  /// The key of the score from which a finding counts, where a pack has one for all heads.
  public static final String THRESHOLD = "threshold";

  private final Class<?> beside;
  private final Properties description;
  private final Map<String, TwoLayerHead> heads;

  private HeadPack(Class<?> beside, Properties description, Map<String, TwoLayerHead> heads) {
    this.beside = beside;
    this.description = description;
    this.heads = heads;
  }

  /// @param kind of weights that it must hold
  /// @param names of its heads, at least one
  public static HeadPack load(Class<?> beside, int kind, String... names) {
    try {
      var description = new Properties();
      description.load(
          new StringReader(new String(resource(beside, DESCRIPTION), StandardCharsets.UTF_8)));
      var heads = new LinkedHashMap<String, TwoLayerHead>();
      for (var name : names) {
        var weights = resource(beside, file(name));
        if (!hash(weights).equals(description.getProperty(hashKey(name)))) {
          throw new IllegalStateException(
              "the weights %s of %s are not those of its pack"
                  .formatted(file(name), beside.getPackageName()));
        }
        heads.put(name, TwoLayerHead.read(weights, kind));
      }
      return new HeadPack(beside, description, heads);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The model whose vectors its heads read.
  public String embedding() {
    return heads.values().iterator().next().embedding();
  }

  public TwoLayerHead head(String name) {
    var head = heads.get(name);
    if (head == null) {
      throw new IllegalArgumentException("the pack has no head " + name);
    }
    return head;
  }

  /// A number of its description.
  public double number(String key) {
    return Double.parseDouble(description.getProperty(key));
  }

  /// Fingerprints of the texts that it was trained on. Read from the pack each time.
  public Set<String> trainedOn() throws IOException {
    return new String(resource(TRAINED_ON), StandardCharsets.UTF_8)
        .lines()
        .collect(Collectors.toSet());
  }

  /// What a file of the pack holds.
  public byte[] resource(String name) throws IOException {
    return resource(beside, name);
  }

  /// The file of a head's weights.
  public static String file(String head) {
    return head + ".bin";
  }

  /// The key under which the description has the hash of a head's weights.
  public static String hashKey(String head) {
    return head + ".sha256";
  }

  /// A text as the list of training has it.
  public static String fingerprint(String text) {
    return hash(text.strip().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }

  /// The SHA-256 of weights, in hexadecimal digits.
  public static String hash(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.digest().digest(bytes));
  }

  private static byte[] resource(Class<?> beside, String name) throws IOException {
    try (var in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "the pack of %s has no %s".formatted(beside.getPackageName(), name));
      }
      return in.readAllBytes();
    }
  }
}
