package dev.headgate.runtime.contracts;

import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.contracts.DocumentReader;
import dev.headgate.kernel.contracts.Reading;
import dev.headgate.kernel.contracts.Schema;
import dev.headgate.kernel.contracts.Violation;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a feature takes and gives.
///
/// @param input null where any input will do
/// @param output null where the answer is prose
/// @param repairs how often a model is asked again after an answer that does not fit
/// @param fallback the answer when no tier has one that fits; it fits itself. Null for none
/// @param steps what is done to an output before it is judged, in order
/// @param format what a provider is asked for that can hold a model to a schema
public record Contract(
    @Nullable Schema input,
    @Nullable Schema output,
    int repairs,
    @Nullable Json fallback,
    List<Step> steps,
    OutputFormat format) {
  public static final Contract NONE =
      new Contract(null, null, 0, null, List.of(), new OutputFormat.Unsaid());

  public Contract {
    steps = List.copyOf(steps);
  }

  /// The contract of an answer that Headgate itself asks for.
  ///
  /// @param name of the schema, for providers
  /// @param repairs how often a model is asked again after an answer that does not fit
  public static Contract of(String name, Schema output, int repairs) {
    return new Contract(
        null, output, repairs, null, List.of(), ProviderSchema.format(name, output.json()));
  }

  public boolean hasOutput() {
    return output != null;
  }

  /// Throws `INVALID_REQUEST`, which names the first place, if an input does not fit.
  public void checkInput(Map<String, Object> given) {
    if (input == null) {
      return;
    }
    var wrong = input.check(JsonTexts.of(given));
    if (!wrong.isEmpty()) {
      var first = wrong.getFirst();
      var at = "/input" + first.pointer();
      throw CallFailed.invalid(
          at,
          "\"%s\" does not fit the feature's input contract: %s%s"
              .formatted(
                  at,
                  first.message(),
                  wrong.size() == 1 ? "" : ", and %d more".formatted(wrong.size() - 1)));
    }
  }

  /// Reads an answer while it is written.
  public DocumentReader watch() {
    return required().watching(steps.stream().map(Step::at).toList());
  }

  /// Reads a fixed reply.
  public Judged judge(String text) {
    var reader = required().reader();
    var _ = reader.accept(text);
    return judge(reader.end());
  }

  /// The answer when no tier has one, empty if none is declared.
  public Optional<String> fallbackText() {
    return Optional.ofNullable(fallback).map(JsonTexts::write);
  }

  /// An answer that was written, judged.
  public Judged judge(Reading reading) {
    return switch (reading) {
      case Reading.Missing(var why) -> new Judged.Unfit(List.of(why));
      case Reading.Found(var document, var others) -> judge(document, others);
    };
  }

  private Judged judge(Json document, List<Json> others) {
    var changed = changed(document);
    var wrong = required().check(changed);
    if (!wrong.isEmpty()) {
      return new Judged.Unfit(wrong);
    }
    for (var other : others) {
      if (!changed(other).equals(changed) && required().check(changed(other)).isEmpty()) {
        return new Judged.Unfit(
            List.of(new Violation("", "there are several documents that fit, and they differ")));
      }
    }
    return new Judged.Fit(changed);
  }

  private Json changed(Json document) {
    var changed = document;
    for (var step : steps) {
      changed = step.apply(changed);
    }
    return changed;
  }

  private Schema required() {
    if (output == null) {
      throw new IllegalStateException("the feature has no output contract");
    }
    return output;
  }

  /// An answer, judged.
  public sealed interface Judged {
    /// A document that follows the schema.
    record Fit(Json document) implements Judged {
      /// The document, compact.
      public String text() {
        return JsonTexts.write(document);
      }

      /// The texts in it, each on its line.
      public String prose() {
        return JsonTexts.prose(document);
      }
    }

    record Unfit(List<Violation> wrong) implements Judged {
      public Unfit {
        wrong = List.copyOf(wrong);
      }

      /// In a line.
      public String reason() {
        return String.join("; ", shown(wrong));
      }

      /// What a model is told, so that it can mend its answer.
      public String advice() {
        return "Your answer does not fit the required JSON Schema:\n- "
            + String.join("\n- ", shown(wrong))
            + "\nAnswer again with the whole corrected JSON document and with nothing else.";
      }
    }
  }

  private static final int SHOWN_CHARACTERS = 300;

  private static List<String> shown(List<Violation> wrong) {
    var texts = new ArrayList<String>();
    for (var violation : wrong) {
      var text = violation.toString();
      texts.add(
          text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text);
    }
    return texts;
  }
}
