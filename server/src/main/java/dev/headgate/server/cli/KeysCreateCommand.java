package dev.headgate.server.cli;

import dev.headgate.runtime.access.Account;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    description = "Makes a key and prints it, once.")
final class KeysCreateCommand implements Action {
  private static final Pattern LIMIT =
      Pattern.compile(
          "((?:requests|tokens)-per-(?:second|minute|hour|day)|concurrent)=(\\d{1,10})");

  @Parameters(paramLabel = "NAME", description = "What traces call the owner of the key.")
  private String name = "";

  @Option(
      names = "--of",
      paramLabel = "PROJECT",
      description =
          "The project of headgate.yaml that the key belongs to; ${DEFAULT-VALUE} by default.")
  private String of = Account.DEFAULT_PROJECT;

  @Option(names = "--team", paramLabel = "TEAM", description = "The project's team that it is for.")
  private String team = "";

  @Option(names = "--user", paramLabel = "USER", description = "The person that it is given to.")
  private String user = "";

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "PATTERN",
      description = "Models that it may call, as callers name them; all without it.")
  private @Nullable List<String> models;

  @Option(
      names = "--features",
      split = ",",
      paramLabel = "PATTERN",
      description = "Features that it may call; all without it.")
  private @Nullable List<String> features;

  @Option(
      names = "--endpoints",
      split = ",",
      paramLabel = "PATTERN",
      description = "Paths that it may call, such as /v1/chat/completions; all without it.")
  private @Nullable List<String> endpoints;

  @Option(
      names = "--networks",
      split = ",",
      paramLabel = "RANGE",
      description = "Addresses from where it may call, such as 10.0.0.0/8; anywhere without it.")
  private @Nullable List<String> networks;

  @Option(
      names = "--expires-in",
      paramLabel = "SPAN",
      description = "When it ends: 90s, 15m, 2h or 7d from now; never without it.")
  private @Nullable String expiresIn;

  @Option(
      names = "--priority",
      paramLabel = "CLASS",
      description =
          "How much its calls matter: critical, high, normal, low or batch; as its project's without it.")
  private String priority = "";

  @Option(
      names = "--data-class",
      paramLabel = "CLASS",
      description = "The least class of the data in its calls.")
  private String dataClass = "";

  @Option(
      names = "--limit",
      split = ",",
      paramLabel = "LIMIT",
      description =
          "What it may use, such as requests-per-minute=60, tokens-per-day=1000000 or concurrent=5.")
  private List<String> limits = List.of();

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException, InterruptedException {
    var amounts = amounts();
    var seconds = expiresIn == null ? null : KeyOptions.seconds("--expires-in", expiresIn);
    var request = JsonObject.write(out -> write(out, amounts, seconds));
    try (var session = Sessions.open(project)) {
      var made = session.keys(KeysRequest.create(request));
      terminal.print(json ? made.text() : KeyText.made(made));
    }
    return ExitCode.OK;
  }

  private void write(JsonGenerator out, Map<String, Long> amounts, @Nullable Long seconds) {
    out.writeStringProperty("name", name);
    out.writeStringProperty("project", of);
    text(out, "team", team);
    text(out, "user", user);
    texts(out, "models", models);
    texts(out, "features", features);
    texts(out, "endpoints", endpoints);
    texts(out, "networks", networks);
    text(out, "priority", priority);
    text(out, "data_class", dataClass);
    if (seconds != null) {
      out.writeNumberProperty("expires_in_seconds", seconds);
    }
    if (!amounts.isEmpty()) {
      out.writeObjectPropertyStart("limits");
      amounts.forEach(
          (limit, amount) -> out.writeNumberProperty(limit.replace('-', '_'), amount.longValue()));
      out.writeEndObject();
    }
  }

  private Map<String, Long> amounts() {
    var amounts = new LinkedHashMap<String, Long>();
    for (var limit : limits) {
      var parts = LIMIT.matcher(limit);
      if (!parts.matches()) {
        throw new CommandFailed(
            ExitCode.USAGE,
            "--limit is \"%s\"; write requests-per-minute=60, tokens-per-day=1000000 or concurrent=5"
                .formatted(limit));
      }
      amounts.put(parts.group(1), Long.parseLong(parts.group(2)));
    }
    return amounts;
  }

  private static void text(JsonGenerator out, String property, String value) {
    if (!value.isEmpty()) {
      out.writeStringProperty(property, value);
    }
  }

  private static void texts(JsonGenerator out, String property, @Nullable List<String> values) {
    if (values != null) {
      out.writeArrayPropertyStart(property);
      values.stream().filter(value -> !value.isEmpty()).forEach(out::writeString);
      out.writeEndArray();
    }
  }
}
