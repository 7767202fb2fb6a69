package dev.headgate.guardrails.leaks;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.guardrails.Detector;
import dev.headgate.kernel.guardrails.DetectorKind;
import dev.headgate.kernel.guardrails.Finding;
import dev.headgate.kernel.guardrails.Instructions;
import dev.headgate.kernel.guardrails.PromptDetector;
import dev.headgate.kernel.guardrails.Stage;
import java.util.List;
import java.util.Set;

/// Answers that give away what the model was told.
public final class LeakKind implements DetectorKind {
  static final String NAME = "prompt-leak";

  static final int MIN_WORDS = 24;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String doc() {
    return "Answers that give away what the model was told: a token that is put there for that, or"
        + " long runs of the prompt's own words";
  }

  @Override
  public Set<Stage> stages() {
    return Set.of(Stage.OUTPUT);
  }

  @Override
  public boolean checksOutputOnly() {
    return true;
  }

  @Override
  public Detector read(ConfigNode section) {
    return new Declared(
        section.integer(
            "min-words",
            MIN_WORDS,
            PromptRuns.LENGTH,
            1_000,
            "How many words of the prompt an answer repeats, in runs of "
                + PromptRuns.LENGTH
                + " or more, to score 0.5; of a short prompt three fifths are enough"),
        section.flag(
            "canary",
            true,
            "Whether the system prompt gets a comment with a token that is the release's own, and"
                + " whose mere appearance in an answer scores 1"));
  }

  private record Declared(int minWords, boolean wantsCanary) implements PromptDetector {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Detector on(Instructions told) {
      return new AnswerLeaks(told, minWords);
    }

    @Override
    public List<Finding> find(String text) {
      return List.of();
    }
  }
}
