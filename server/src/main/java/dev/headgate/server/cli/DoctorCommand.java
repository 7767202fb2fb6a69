package dev.headgate.server.cli;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.server.cli.Finding.Grade;
import dev.headgate.server.config.LoadResult;
import dev.headgate.server.config.Project;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks for what keeps Headgate from working here, and names the fix.",
      "Opens the data directory as every command does, so run it as the server's user; a newer Headgate",
      "brings an older directory up to date. Connects to nobody but a running Headgate unless told to."
    })
final class DoctorCommand implements Action {
  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(
      names = "--providers",
      description = "Also connects to every declared provider; sends nothing to it.")
  private boolean providers;

  @Option(names = "--json", description = "Prints one JSON object with all findings.")
  private boolean json;

  @Override
  public ExitCode run(Terminal terminal) throws InterruptedException {
    var findings = new ArrayList<Finding>();
    examine(finding -> {
      findings.add(finding);
      if (!json) {
        terminal.print(finding.toString());
      }
    });
    var failed = findings.stream().anyMatch(finding -> finding.grade() == Grade.FAIL);
    if (json) {
      terminal.print(json(findings, !failed));
    }
    return failed ? ExitCode.FAILED : ExitCode.OK;
  }

  private void examine(Consumer<Finding> found) throws InterruptedException {
    MachineChecks.all(found);
    var folder = project.folder();
    switch (Projects.load(folder)) {
      case LoadResult.Rejected(var problems) ->
          found.accept(
              Finding.fail(
                  "declarations",
                  Projects.count(problems) + ", the first in " + problems.getFirst(),
                  "run \"headgate check\" to see them all"));
      case LoadResult.Loaded(var loaded) -> {
        found.accept(Finding.ok("declarations", folder + " has no mistakes"));
        found.accept(access(loaded));
        examine(loaded, found);
      }
    }
  }

  private static Finding access(Project loaded) {
    var keys = loaded.settings().access().keys().size();
    return loaded.settings().access().mayBeOpen()
        ? Finding.warn(
            "access",
            "no keys: everybody on this machine may call",
            "declare access.keys, unless that is what you want")
        : Finding.ok("access", "%,d declared keys".formatted(keys));
  }

  private void examine(Project loaded, Consumer<Finding> found) throws InterruptedException {
    var dataDirectory = project.dataDirectory().orElse(loaded.settings().dataDirectory());
    var checks = new DataDirectoryChecks(dataDirectory, found);
    var served = checks.all();
    if (!served) {
      found.accept(MachineChecks.port(loaded.settings().server()));
    }
    if (checks.isUsable()) {
      collections(found);
    }
    EmbeddingChecks.all(loaded, found);
    if (providers) {
      ProviderChecks.all(loaded, found);
    }
  }

  private void collections(Consumer<Finding> found) throws InterruptedException {
    try (var session = Sessions.open(project)) {
      for (var collection : session.collections().objects("collections")) {
        found.accept(collection(collection));
      }
    } catch (CommandFailed | CallFailed | IOException e) {
      found.accept(
          Finding.fail(
              "collections", String.valueOf(e.getMessage()), "mend this, and run doctor again"));
    }
  }

  private static Finding collection(JsonObject collection) {
    var name = collection.string("name");
    var what = "collection " + name;
    var content =
        "%,d documents, %,d chunks"
            .formatted(collection.integer("documents"), collection.integer("chunks"));
    var fix = "run \"headgate ingest " + name + "\"";
    return switch (collection.string("state")) {
      case "ready" -> Finding.ok(what, content);
      case "empty" -> Finding.warn(what, "nothing was ingested yet", fix);
      case "incomplete" -> Finding.warn(what, "its ingest was cut off; " + content, fix);
      case "damaged" -> Finding.warn(what, "its index is damaged", fix);
      default -> Finding.warn(what, "was ingested with other settings than now; " + content, fix);
    };
  }

  private static String json(List<Finding> findings, boolean ok) {
    return JsonObject.write(out -> {
      out.writeBooleanProperty("ok", ok);
      out.writeArrayPropertyStart("findings");
      findings.forEach(finding -> finding.write(out));
      out.writeEndArray();
    });
  }
}
