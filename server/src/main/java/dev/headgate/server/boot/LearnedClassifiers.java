package dev.headgate.server.boot;

import dev.headgate.kernel.classifiers.ClassifierFile;
import dev.headgate.kernel.classifiers.ClassifierTrainer;
import dev.headgate.kernel.classifiers.ClassifierTrainer.Trained;
import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.classifiers.TextVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What was learned for one snapshot, kept in a folder so that the next start need not learn again.
final class LearnedClassifiers {
  private static final System.Logger LOG = System.getLogger(LearnedClassifiers.class.getName());

  private final Path folder;
  private final Set<String> used = new HashSet<>();

  /// @param folder for nothing else
  LearnedClassifiers(Path folder) {
    this.folder = folder;
  }

  /// What is learned from examples. May take seconds for those that were not seen before.
  ///
  /// @param who learns, for the log
  Trained of(List<Example> examples, TextVectors texts, double outOfScopeShare, String who) {
    var name = ClassifierFile.name(examples, texts.version());
    used.add(name);
    var file = folder.resolve(name);
    return ClassifierFile.find(file)
        .orElseGet(() -> learn(examples, texts, outOfScopeShare, who, file));
  }

  private static Trained learn(
      List<Example> examples, TextVectors texts, double outOfScopeShare, String who, Path file) {
    var began = System.nanoTime();
    var trained = ClassifierTrainer.train(examples, texts, outOfScopeShare);
    LOG.log(
        System.Logger.Level.INFO,
        "{0}: learned {1} labels from {2} examples in {3} ms",
        who,
        trained.classifier().labels().size(),
        examples.size(),
        (System.nanoTime() - began) / 1_000_000);
    try {
      ClassifierFile.write(file, trained);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot keep what was learned in " + file, e);
    }
    return trained;
  }

  /// What was learned from examples that nobody has asked for here is deleted.
  void forgetOthers() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        if (!used.contains(file.getFileName().toString())) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "cannot tidy " + folder, e);
    }
  }
}
