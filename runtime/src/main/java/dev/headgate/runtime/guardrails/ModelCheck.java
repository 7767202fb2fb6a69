package dev.headgate.runtime.guardrails;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.contracts.Schema;
import dev.headgate.kernel.contracts.Schemas;
import dev.headgate.kernel.contracts.Schemas.BadSchema;
import dev.headgate.kernel.guardrails.Stage;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One declared check that a generative model makes.
///
/// @param deadline of its own, wall time
public record ModelCheck(GuardrailTerms terms, Asked asked, Duration deadline) {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final double THRESHOLD = 0.5;
  private static final int MAX_QUESTION_CHARACTERS = 10_000;
  private static final EnumSet<Stage> STAGES = EnumSet.of(Stage.INPUT, Stage.OUTPUT);

  private static final String VERDICT =
      """
      {"type": "object", "additionalProperties": false,
       "required": ["verdict", "score", "reason"],
       "properties": {"verdict": {"type": "string", "enum": ["pass", "block"]},
                      "score": {"type": "number", "minimum": 0, "maximum": 1},
                      "reason": {"type": "string"}}}
      """;

  /// What is asked.
  ///
  /// @param model an alias or `provider/model`
  /// @param question about a text; the text is blocked if the answer is yes. Empty if a prompt asks
  /// @param prompt null if there is a question
  /// @param verdict what the model's answer must look like
  public record Asked(String model, String question, @Nullable Wording prompt, Schema verdict) {}

  public String name() {
    return terms.name();
  }

  /// Empty if it cannot be read, which has been reported.
  static Optional<ModelCheck> from(ConfigNode check, CheckNames names) {
    var name = check.requireName("name", "What it is called in verdicts and traces");
    var model = check.requireText("model", "The model that judges: an alias or provider/model");
    var question =
        check.optionalText(
            "question", "What the model is asked about a text; it is blocked if the answer is yes");
    var prompt =
        check.optionalText(
            "prompt",
            "The prompt that asks, by name, in place of a question; it shows \"texts\", each with"
                + " source and text");
    var terms = GuardrailTerms.from(name, check, THRESHOLD, EnumSet.of(Stage.OUTPUT), STAGES);
    var deadline =
        check.duration(
            "deadline", DEADLINE, "How long the model may take; what is late has failed");
    if (check.isDescribing()) {
      return Optional.empty();
    }
    if (!model.isEmpty()) {
      names.model(check, model);
    }
    if (question.isPresent() == prompt.isPresent()) {
      check.problem(
          "question",
          "a check has a question or a prompt%s".formatted(prompt.isPresent() ? ", not both" : ""));
      return Optional.empty();
    }
    if (question.filter(it -> it.isBlank() || it.length() > MAX_QUESTION_CHARACTERS).isPresent()) {
      check.problem("question", "a question has 1 to " + MAX_QUESTION_CHARACTERS + " characters");
    }
    var wording = prompt.flatMap(it -> names.prompt(check, it));
    if (model.isEmpty() || (prompt.isPresent() && wording.isEmpty())) {
      return Optional.empty();
    }
    var asked =
        new Asked(model, question.orElse(""), wording.orElse(null), verdict(names.schemas()));
    return Optional.of(new ModelCheck(terms, asked, deadline));
  }

  private static Schema verdict(Schemas schemas) {
    try {
      return schemas.compile("verdict.json", Map.of("verdict.json", VERDICT));
    } catch (BadSchema e) {
      throw new IllegalStateException("the schema of verdicts is bad", e);
    }
  }
}
