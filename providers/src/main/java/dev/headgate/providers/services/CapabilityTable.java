package dev.headgate.providers.services;

import dev.headgate.kernel.chat.TokenBounds;
import dev.headgate.kernel.json.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The lines of `capabilities.json`. A later line adds to the earlier ones that fit too.
final class CapabilityTable {
  static final List<Line> LINES = load();

  /// Those that say how much a model takes.
  static final List<Line> BOUNDS =
      LINES.stream().filter(line -> !line.bounds().equals(TokenBounds.UNKNOWN)).toList();

  private CapabilityTable() {}

  /// @param prefill null where the line says nothing of it
  /// @param bounds unknown where the line says nothing of them
  record Line(
      Pattern services,
      Pattern models,
      Map<Parameter, Treatment> treatments,
      @Nullable Prefill prefill,
      TokenBounds bounds) {
    boolean fits(String service, String model) {
      return services.matcher(service).matches() && models.matcher(model).matches();
    }
  }

  private static List<Line> load() {
    var lines = new ArrayList<Line>();
    for (var entry : Services.table("/dev/headgate/providers/capabilities.json").array("entries")) {
      if (entry instanceof Json.Obj line) {
        lines.add(line(line));
      }
    }
    return List.copyOf(lines);
  }

  private static Line line(Json.Obj line) {
    var treatments = new EnumMap<Parameter, Treatment>(Parameter.class);
    line.object("parameters")
        .members()
        .forEach((name, value) -> {
          if (value instanceof Json.Text(var treatment)) {
            treatments.put(
                Parameter.find(name)
                    .orElseThrow(() -> new IllegalStateException("no parameter " + name)),
                Treatment.valueOf(treatment.toUpperCase(Locale.ROOT)));
          }
        });
    return new Line(
        glob(line.text("service").orElse("*")),
        glob(line.text("models").orElse("*")),
        treatments,
        prefill(line.members().get("prefill")),
        new TokenBounds((int) line.integer("output"), (int) line.integer("window")));
  }

  private static @Nullable Prefill prefill(@Nullable Json written) {
    return switch (written) {
      case null -> null;
      case Json.Bool(var possible) ->
          possible
              ? new Prefill.LastMessage(Json.Obj.EMPTY, Json.Obj.EMPTY)
              : new Prefill.Impossible();
      case Json.Obj how -> new Prefill.LastMessage(how.object("message"), how.object("request"));
      case Json other -> throw new IllegalStateException("no prefill: " + other);
    };
  }

  /// `a*|b` as a pattern.
  private static Pattern glob(String glob) {
    return Pattern.compile(
        Stream.of(glob.split("\\|"))
            .map(one ->
                Stream.of(one.split("\\*", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*")))
            .collect(Collectors.joining("|")));
  }
}
