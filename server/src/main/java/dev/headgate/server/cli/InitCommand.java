package dev.headgate.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a commented starter project that works at once, with no key and no cloud.",
      "Existing files are never overwritten."
    })
final class InitCommand implements Action {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "The folder of the project; made where it is missing. Default: here.")
  private Path folder = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "A generative model as the first tier: openai/NAME, openrouter/NAME, ollama/NAME,"
              + " lmstudio/NAME, vllm/NAME, llama.cpp, or URL#NAME for any server that speaks"
              + " OpenAI's API. Nothing is sent to it before you ask a question.")
  private @Nullable String model;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws IOException {
    var choice = Optional.ofNullable(model).map(ModelChoice::parse);
    var files = Starter.files(choice);
    for (var name : files.keySet()) {
      if (Files.exists(folder.resolve(name))) {
        throw new CommandFailed(
            ExitCode.FAILED,
            "%s exists already, and init overwrites nothing; choose another folder: headgate init DIR"
                .formatted(folder.resolve(name)));
      }
    }
    for (var file : files.entrySet()) {
      var path = folder.resolve(file.getKey());
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(path, file.getValue(), StandardOpenOption.CREATE_NEW);
    }
    if (json) {
      terminal.print(
          JsonObject.write(out -> {
            out.writeStringProperty("project", folder.toAbsolutePath().normalize().toString());
            out.writeArrayPropertyStart("files");
            files.keySet().forEach(out::writeString);
            out.writeEndArray();
          }));
    } else {
      terminal.print(told(files.keySet(), choice));
    }
    return ExitCode.OK;
  }

  private String told(Iterable<String> files, Optional<ModelChoice> choice) {
    var text = new StringBuilder("Wrote\n");
    files.forEach(file -> text.append("  ").append(folder.resolve(file)).append('\n'));
    text.append("\nNext:\n");
    if (!folder.toString().isEmpty()) {
      text.append("  cd ").append(folder).append('\n');
    }
    choice.ifPresent(chosen -> {
      if (chosen.keyVariable() != null) {
        text.append("  export ").append(chosen.keyVariable()).append("=…\n");
      }
      if (chosen.start() != null) {
        text.append("  (start ").append(chosen.start()).append(")\n");
      }
    });
    return text.append("  headgate ingest\n")
        .append("  headgate ask handbook \"How do I get a new laptop?\"\n")
        .append("  headgate serve")
        .toString();
  }
}
