package dev.headgate.runtime.contracts;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.contracts.Schema;
import dev.headgate.kernel.contracts.Schemas.BadSchema;
import dev.headgate.kernel.json.Json;
import java.math.BigDecimal;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Reads the section `contract` of a feature.
public final class ContractReader {
  private static final int MAX_REPAIRS = 5;

  private final String name;
  private final ContractFiles files;
  private final BiConsumer<String, String> parts;
  private final Set<String> named = new HashSet<>();

  private ContractReader(String name, ContractFiles files, BiConsumer<String, String> parts) {
    this.name = name;
    this.files = files;
    this.parts = parts;
  }

  /// @param name of the feature
  /// @param parts is told what belongs to the release, by name
  public static Contract read(
      String name, ConfigNode feature, ContractFiles files, BiConsumer<String, String> parts) {
    var reader = new ContractReader(name, files, parts);
    var contract =
        feature
            .optionalSection(
                "contract",
                "What the feature takes and gives, as JSON Schemas in the folder contract",
                reader::contract)
            .orElse(Contract.NONE);
    if (reader.named.isEmpty() && !feature.has("contract") && !feature.isDescribing()) {
      files.texts().keySet().stream()
          .filter(file -> file.equals("output.json") || file.equals("input.json"))
          .sorted()
          .forEach(file ->
              feature.problem(
                  "contract",
                  "contract/%s is in the feature's folder, but \"contract\" does not name it; add \"contract: {output: %s}\" or remove the file"
                      .formatted(file, file)));
    }
    return contract;
  }

  private Contract contract(ConfigNode contract) {
    var output =
        contract.optionalText(
            "output", "The schema that every answer follows: a file in the folder contract");
    var input =
        contract.optionalText(
            "input", "The schema that every input follows: a file in the folder contract");
    var repairs =
        contract.integer(
            "repairs",
            1,
            0,
            MAX_REPAIRS,
            "How often a model is told what does not fit and asked again, within its tier's"
                + " deadline");
    var isConstrained =
        contract.flag(
            "constrain",
            true,
            "Whether providers that can are asked to hold their models to the output schema");
    var fallback =
        contract.optionalAny(
            "default",
            "The answer when no tier has one that fits the output schema; it must itself");
    var steps =
        contract.list(
            "steps",
            "What is done to an output before it is checked, in order: each names a place and one"
                + " change",
            this::step);
    if (contract.isDescribing()) {
      return Contract.NONE;
    }
    if (output.isEmpty() && (contract.has("default") || contract.has("steps"))) {
      contract.problem("output", "\"default\" and \"steps\" need an \"output\"");
    }
    if (output.isEmpty() && input.isEmpty()) {
      contract.problem("output", "a contract names a schema; add \"output: output.json\"");
    }
    var compiled = schema(contract, "output", output);
    if (compiled != null && fallback.isPresent()) {
      for (var violation : compiled.check(fallback.get())) {
        contract.problem("default", "does not fit contract/" + output.get() + ": " + violation);
      }
    }
    return new Contract(
        schema(contract, "input", input),
        compiled,
        repairs,
        fallback.orElse(null),
        steps.stream().flatMap(Optional::stream).toList(),
        compiled == null || !isConstrained
            ? new OutputFormat.Unsaid()
            : ProviderSchema.format(name, compiled.json()));
  }

  private @Nullable Schema schema(ConfigNode contract, String key, Optional<String> file) {
    if (file.isEmpty()) {
      return null;
    }
    named.add(file.get());
    try {
      var schema = files.schemas().compile(file.get(), files.texts());
      // Any file may be referred to.
      files.texts().forEach((name, text) -> parts.accept("contract " + name, text));
      return schema;
    } catch (BadSchema e) {
      contract.problem(key, "contract/" + file.get() + ": " + e.getMessage());
      return null;
    }
  }

  private Optional<Step> step(ConfigNode step) {
    var at =
        step.requireText(
            "at", "Where, as a JSON pointer; * is every member or element, as in /items/*/name");
    var changes = new ArrayList<Step.Change>();
    if (step.flag("trim", false, "A text loses the blanks around it")) {
      changes.add(new Step.Change.Trim());
    }
    step.optionalSection("clamp", "A number is brought within bounds", this::clamp)
        .ifPresent(changes::add);
    var map = step.anyMap("map", "Values that stand for others, by the text that is replaced");
    if (!map.isEmpty()) {
      var values = new LinkedHashMap<String, Json>();
      map.forEach((text, value) -> values.put(text, JsonTexts.of(value)));
      changes.add(new Step.Change.Replace(values));
    }
    var forms =
        step.texts(
            "date",
            List.of(),
            "Forms in which a date may stand, such as d.M.uuuu or \"MMMM d, uuuu\"; it becomes"
                + " 2026-01-31");
    if (!forms.isEmpty()) {
      changes.add(new Step.Change.Date(forms(step, forms)));
    }
    step.optionalChoice(
            "number",
            Decimal.class,
            "A text such as 1,234.50 € becomes a number; what stands before its fraction")
        .ifPresent(point -> changes.add(new Step.Change.ReadNumber(point.sign())));
    step.optionalSection("redact", "What fits a pattern is replaced within a text", this::redact)
        .flatMap(found -> found)
        .ifPresent(changes::add);
    if (step.isDescribing()) {
      return Optional.empty();
    }
    if (!at.isEmpty() && !at.startsWith("/")) {
      step.problem("at", "a JSON pointer begins with \"/\", as /items/*/name");
      return Optional.empty();
    }
    if (changes.size() != 1) {
      step.problem("at", "a step makes one change: trim, clamp, map, date, number or redact");
      return Optional.empty();
    }
    return Optional.of(new Step(at, changes.getFirst()));
  }

  private enum Decimal {
    POINT,
    COMMA;

    char sign() {
      return this == POINT ? '.' : ',';
    }
  }

  private Step.Change clamp(ConfigNode clamp) {
    var min = clamp.optionalNumber("min", -1e15, 1e15, "Lowest value");
    var max = clamp.optionalNumber("max", -1e15, 1e15, "Highest value");
    if (min.isPresent() && max.isPresent() && min.getAsDouble() > max.getAsDouble()) {
      clamp.problem("min", "the lowest value is above the highest");
    }
    return new Step.Change.Clamp(
        min.isPresent() ? decimal(min.getAsDouble()) : null,
        max.isPresent() ? decimal(max.getAsDouble()) : null);
  }

  private static BigDecimal decimal(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros();
  }

  private static List<java.time.format.DateTimeFormatter> forms(
      ConfigNode step, List<String> patterns) {
    var forms = new ArrayList<java.time.format.DateTimeFormatter>();
    for (var pattern : patterns) {
      try {
        forms.add(
            new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern.replace("yy", "uu"))
                .toFormatter(Locale.ENGLISH)
                .withChronology(IsoChronology.INSTANCE)
                .withResolverStyle(ResolverStyle.STRICT));
      } catch (IllegalArgumentException _) {
        step.problem("date", "\"" + pattern + "\" is no form of a date; write d.M.uuuu");
      }
    }
    return forms;
  }

  private Optional<Step.Change> redact(ConfigNode redact) {
    var pattern = redact.requireText("pattern", "A regular expression (RE2)");
    var with = redact.text("with", "[redacted]", "What stands in its place");
    try {
      return Optional.of(new Step.Change.Redact(Pattern.compile(pattern), with));
    } catch (PatternSyntaxException e) {
      redact.problem("pattern", "no regular expression: " + e.getDescription());
      return Optional.empty();
    }
  }
}
