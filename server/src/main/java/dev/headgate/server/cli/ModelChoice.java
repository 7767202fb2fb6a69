package dev.headgate.server.cli;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The generative model that a new project begins with.
///
/// @param provider its name in `headgate.yaml`
/// @param keyVariable the environment variable that holds its key, null where it needs none
/// @param start what must run before the model answers, null if nothing
record ModelChoice(
    String provider,
    String baseUrl,
    String model,
    @Nullable String keyVariable,
    @Nullable String start) {
  private static final List<Known> KNOWN =
      List.of(
          new Known("openai", "openai", "https://api.openai.com/v1", "OPENAI_API_KEY", null),
          new Known(
              "openrouter",
              "openrouter",
              "https://openrouter.ai/api/v1",
              "OPENROUTER_API_KEY",
              null),
          new Known("ollama", "ollama", "http://127.0.0.1:11434/v1", null, "ollama run %s"),
          new Known(
              "lmstudio", "lmstudio", "http://127.0.0.1:1234/v1", null, "LM Studio with %s loaded"),
          new Known("vllm", "vllm", "http://127.0.0.1:8000/v1", null, "vllm serve %s"),
          // llama-server's own default port is Headgate's.
          new Known(
              "llama.cpp",
              "llama-cpp",
              "http://127.0.0.1:8081/v1",
              null,
              "llama-server --port 8081 -m MODEL.gguf"));

  /// @param prefix of `--model`
  private record Known(
      String prefix,
      String provider,
      String baseUrl,
      @Nullable String keyVariable,
      @Nullable String start) {
    ModelChoice with(String model) {
      return new ModelChoice(
          provider, baseUrl, model, keyVariable, start == null ? null : start.formatted(model));
    }
  }

  /// Reads the value of `--model`.
  static ModelChoice parse(String text) {
    if (text.startsWith("http://") || text.startsWith("https://")) {
      return ofUrl(text);
    }
    var slash = text.indexOf('/');
    var prefix = slash < 0 ? text : text.substring(0, slash);
    var model = slash < 0 ? "" : text.substring(slash + 1);
    for (var known : KNOWN) {
      if (known.prefix.equals(prefix.toLowerCase(Locale.ROOT))) {
        if (model.isEmpty() && !known.prefix.equals("llama.cpp")) {
          throw wrong("\"%s\" names no model; write %s/NAME".formatted(text, known.prefix));
        }
        // llama-server serves one model and takes any name.
        return known.with(checked(model.isEmpty() ? "default" : model));
      }
    }
    throw wrong(
        "\"%s\" is not known; write openai/NAME, openrouter/NAME, ollama/NAME, lmstudio/NAME, vllm/NAME, llama.cpp, or URL#NAME for any other server that speaks OpenAI's API"
            .formatted(text));
  }

  /// Whether the model is reached over a network, in the clear.
  boolean isPlaintextBeyondThisMachine() {
    var host = Optional.ofNullable(URI.create(baseUrl).getHost()).orElse("");
    return baseUrl.startsWith("http://")
        && !host.equals("localhost")
        && !host.equals("[::1]")
        && !host.matches("127(\\.\\d{1,3}){3}");
  }

  private static ModelChoice ofUrl(String text) {
    var hash = text.indexOf('#');
    if (hash < 0 || hash == text.length() - 1) {
      throw wrong(
          "\"%s\" names no model; write URL#NAME, such as http://127.0.0.1:9000/v1#llama3.2"
              .formatted(text));
    }
    var url = text.substring(0, hash);
    try {
      if (URI.create(url).getHost() == null) {
        throw wrong("\"" + url + "\" is not the URL of a server");
      }
    } catch (IllegalArgumentException _) {
      throw wrong("\"" + url + "\" is not a URL");
    }
    var key = url.startsWith("https://") ? "MODEL_API_KEY" : null;
    return new ModelChoice("own", url, checked(text.substring(hash + 1)), key, null);
  }

  // What goes into a YAML file between quotes must not end them.
  private static String checked(String model) {
    if (!model.matches("[\\w.:/@+-]{1,200}")) {
      throw wrong("\"" + model + "\" is not the name of a model");
    }
    return model;
  }

  private static CommandFailed wrong(String message) {
    return new CommandFailed(ExitCode.USAGE, "--model: " + message);
  }
}
