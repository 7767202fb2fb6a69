package dev.headgate.kernel.classifiers;

import dev.headgate.kernel.classifiers.Classifier.Guess;
import dev.headgate.kernel.classifiers.ClassifierTrainer.Trained;
import dev.headgate.kernel.ids.Sha256;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Keeps what was learned in a folder, under the hash of everything that it was learned from, with
/// the guesses about examples that were held out. What cannot be read, or is no such file, is
/// learned again.
public final class ClassifierFile {
  // Changes with the form of the file and with whatever else learns otherwise.
  private static final int FORM = 0x48_47_49_02;
  private static final int MAX_SIZE = 100_000;

  // Stands for no label.
  private static final int OUT_OF_SCOPE = -1;

  private ClassifierFile() {}

  /// The name of what is learned from these examples by these vectors.
  public static String name(List<Example> examples, String vectorsVersion) {
    var digest = Sha256.digest();
    digest.update((FORM + "\n" + vectorsVersion + "\n").getBytes(StandardCharsets.UTF_8));
    for (var example : examples) {
      digest.update(
          (example.label() + "\t" + example.text().length() + "\t" + example.text() + "\n")
              .getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16) + ".classifier";
  }

  /// What was kept, empty if there is nothing that can be read.
  public static Optional<Trained> find(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      return in.readInt() == FORM ? Optional.of(read(in)) : Optional.empty();
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Keeps what was learned; the file is there as a whole or not at all.
  public static void write(Path file, Trained trained) throws IOException {
    Files.createDirectories(file.getParent());
    var part = Files.createTempFile(file.getParent(), "learned", ".part");
    try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
      out.writeInt(FORM);
      write(out, trained.classifier());
      writeGuesses(out, trained);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void write(DataOutputStream out, Classifier classifier) throws IOException {
    out.writeInt(classifier.labels().size());
    for (var label : classifier.labels()) {
      out.writeUTF(label);
    }
    var ends = classifier.space().ends();
    out.writeInt(ends.length);
    for (var end : ends) {
      out.writeInt(end);
    }
    write(out, classifier.space().mean());
    var weights = classifier.regression().weights();
    out.writeInt(weights.length);
    for (var row : weights) {
      write(out, row);
    }
    out.writeDouble(classifier.calibration().sharpness());
    var head = classifier.calibration().outOfScope();
    out.writeBoolean(head != null);
    if (head != null) {
      write(out, head.weights());
      write(out, head.means());
      write(out, head.scales());
    }
  }

  private static void writeGuesses(DataOutputStream out, Trained trained) throws IOException {
    var labels = trained.classifier().labels();
    out.writeInt(trained.heldOut().size());
    for (var guess : trained.heldOut()) {
      out.writeInt(labels.indexOf(guess.label()));
      out.writeDouble(guess.probability());
      out.writeInt(labels.indexOf(guess.nearest()));
    }
  }

  private static Trained read(DataInputStream in) throws IOException {
    var classifier = readClassifier(in);
    var labels = classifier.labels();
    var heldOut = new ArrayList<Guess>();
    for (int left = size(in); left > 0; left--) {
      var label = in.readInt();
      heldOut.add(
          new Guess(
              label == OUT_OF_SCOPE ? Example.OUT_OF_SCOPE : name(labels, label),
              in.readDouble(),
              name(labels, in.readInt())));
    }
    return new Trained(classifier, heldOut);
  }

  private static String name(List<String> labels, int index) throws IOException {
    if (index < 0 || index >= labels.size()) {
      throw new IOException("no label: " + index);
    }
    return labels.get(index);
  }

  private static Classifier readClassifier(DataInputStream in) throws IOException {
    var labels = new ArrayList<String>();
    for (int left = size(in); left > 0; left--) {
      labels.add(in.readUTF());
    }
    var ends = new int[size(in)];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = in.readInt();
    }
    var mean = floats(in);
    var weights = new float[size(in)][];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = floats(in);
    }
    var sharpness = in.readDouble();
    var head = in.readBoolean() ? new OutOfScope(doubles(in), doubles(in), doubles(in)) : null;
    return new Classifier(
        labels,
        new Space(mean, ends),
        new SoftmaxRegression(weights),
        new Calibration(sharpness, head));
  }

  private static void write(DataOutputStream out, float[] values) throws IOException {
    out.writeInt(values.length);
    for (var value : values) {
      out.writeFloat(value);
    }
  }

  private static void write(DataOutputStream out, double[] values) throws IOException {
    out.writeInt(values.length);
    for (var value : values) {
      out.writeDouble(value);
    }
  }

  private static float[] floats(DataInputStream in) throws IOException {
    var values = new float[size(in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }

  private static double[] doubles(DataInputStream in) throws IOException {
    var values = new double[size(in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
    return values;
  }

  private static int size(DataInputStream in) throws IOException {
    var size = in.readInt();
    if (size < 0 || size > MAX_SIZE) {
      throw new IOException("no size: " + size);
    }
    return size;
  }
}
