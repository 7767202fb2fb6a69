package dev.headgate.server.config;

import dev.headgate.contracts.JsonSchemas;
import dev.headgate.guardrails.DetectorKinds;
import dev.headgate.guardrails.patterns.Re2Compiler;
import dev.headgate.inference.answers.ExtractiveAnswerer;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.classifiers.Example;
import dev.headgate.kernel.config.ConfigFile;
import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Names;
import dev.headgate.kernel.config.Problems;
import dev.headgate.kernel.config.SecretSource;
import dev.headgate.kernel.config.Tree;
import dev.headgate.kernel.contracts.Schemas;
import dev.headgate.retrieval.CollectionConfig;
import dev.headgate.runtime.contracts.ContractFiles;
import dev.headgate.runtime.difficulty.RecordedFile;
import dev.headgate.runtime.features.Feature;
import dev.headgate.runtime.features.FeatureFiles;
import dev.headgate.runtime.features.FeatureReader;
import dev.headgate.runtime.features.Features;
import dev.headgate.runtime.features.Surroundings;
import dev.headgate.runtime.intents.ExampleFile;
import dev.headgate.runtime.prompts.Prompt;
import dev.headgate.runtime.routing.Router;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads a project folder whole and checks it whole: every mistake is found in one go.
public final class ProjectLoader {
  private static final Pattern FEATURE = Pattern.compile("features/([^/]+)/feature\\.yaml");
  private static final Pattern PROMPT =
      Pattern.compile("features/([^/]+)/prompts/([^/]+)\\.prompt");
  private static final Pattern CONTRACT =
      Pattern.compile("features/([^/]+)/contract/([^/]+\\.json)");
  private static final Pattern RECORDED = Pattern.compile("models/([^/]+)\\.csv");
  private static final Pattern COLLECTION = Pattern.compile("collections/([^/]+)\\.yaml");

  static final Schemas SCHEMAS = new JsonSchemas();

  private static final String EXTRACTIVE = Router.EMBEDDED + "/" + ExtractiveAnswerer.NAME;
  private static final Map<String, String> ANSWERERS = Map.of(EXTRACTIVE, EXTRACTIVE);

  private final Path folder;
  private final ProjectFiles files;
  private final SecretSource secrets;
  private final Problems problems;

  private ProjectLoader(Path folder, ProjectFiles files, SecretSource secrets, Problems problems) {
    this.folder = folder;
    this.files = files;
    this.secrets = secrets;
    this.problems = problems;
  }

  /// Reads the folder as it stands on disk now.
  public static LoadResult load(Path project, SecretSource secrets) {
    var problems = new Problems();
    var files = ProjectFiles.read(project, problems);
    return load(project, files, secrets, problems);
  }

  /// Where a project keeps its data, if its `headgate.yaml` can be read so far. Mistakes do not
  /// matter here, nor secrets that are missing.
  public static Optional<Path> findDataDirectory(Path project, SecretSource secrets) {
    var problems = new Problems();
    var folder = project.toAbsolutePath().normalize();
    var loader = new ProjectLoader(folder, ProjectFiles.read(folder, problems), secrets, problems);
    return loader
        .read(ProjectFiles.MAIN, new SettingsReader(folder)::read)
        .map(Settings::dataDirectory);
  }

  /// Reads a collection that belongs to no project; an empty text has every default.
  ///
  /// @param file for messages
  public static Optional<CollectionConfig> readCollection(
      String file, String text, Problems problems) {
    return readFile(
        file, text, problems, node -> CollectionConfig.from("trial", node, EmbeddingModels.NAMES));
  }

  /// Reads a file that is no declaration of a project, but written like one.
  ///
  /// @param file for messages
  public static <T> Optional<T> readFile(
      String file, String text, Problems problems, Function<ConfigNode, T> reader) {
    var at = ProjectFiles.at(file);
    var tree =
        text.isBlank()
            ? Optional.<Tree>of(Tree.Mapping.empty(at))
            : YamlReader.read(at, text, problems);
    var noSecrets = new ProjectSecrets(Path.of(""), Map.of());
    return tree.flatMap(found -> ConfigNode.read(found, problems, noSecrets, reader));
  }

  /// Checks what was read before; `problems` holds what could not be read.
  static LoadResult load(
      Path project, ProjectFiles files, SecretSource secrets, Problems problems) {
    var loaded =
        new ProjectLoader(project.toAbsolutePath().normalize(), files, secrets, problems).load();
    return problems.isEmpty() && loaded.isPresent()
        ? new LoadResult.Loaded(loaded.get())
        : new LoadResult.Rejected(problems.all());
  }

  private Optional<Project> load() {
    var reader = new SettingsReader(folder, this::recorded);
    var settings = read(ProjectFiles.MAIN, reader::read);
    settings.ifPresent(it -> refuseUnusedRecords(it.models().difficulties().keySet()));
    var canonicalCollections = new LinkedHashMap<String, String>();
    var collections = collections(canonicalCollections);
    var surroundings =
        new Surroundings(
            reader.canonicalModels(),
            reader.targets(),
            reader.canonicalProviders(),
            canonicalCollections,
            ANSWERERS,
            ExtractiveAnswerer.DEFAULT_MIN_CONFIDENCE,
            reader.boundaries(),
            reader.flags(),
            EmbeddingModels.ORDERED,
            new Re2Compiler(),
            DetectorKinds.ALL);
    var features = features(surroundings);
    return settings.map(s -> new Project(folder, s, new Features(features), collections));
  }

  /// The recorded prompts of a model; none, and a problem, if they cannot be read.
  private SettingsReader.Recorded recorded(String model) {
    var file = "models/" + model + ".csv";
    if (!files.names().contains(file)) {
      return SettingsReader.Recorded.NONE;
    }
    return text(file)
        .map(text ->
            new SettingsReader.Recorded(
                file + '\n' + text, RecordedFile.read(ProjectFiles.at(file), text, problems)))
        .orElseGet(() -> new SettingsReader.Recorded(file, List.of()));
  }

  private void refuseUnusedRecords(Set<String> models) {
    for (var file : files.names()) {
      var path = RECORDED.matcher(file);
      if (path.matches() && !models.contains(path.group(1))) {
        problems.add(
            ProjectFiles.at(file),
            "no model \"%s\" chooses by difficulty; declare models.%s.difficulty in headgate.yaml, or delete the file"
                .formatted(path.group(1), path.group(1)));
      }
    }
  }

  private SequencedMap<String, CollectionConfig> collections(Map<String, String> canonical) {
    var collections = new LinkedHashMap<String, CollectionConfig>();
    for (var file : files.names()) {
      var path = COLLECTION.matcher(file);
      if (path.matches()) {
        var name = path.group(1);
        checkName(file, name);
        // Known by its name even if it is broken: features that use it are not to blame.
        canonical.put(name, "");
        read(file, node -> collection(name, node, canonical))
            .ifPresent(collection -> collections.put(name, collection));
      }
    }
    return collections;
  }

  private static CollectionConfig collection(
      String name, ConfigNode node, Map<String, String> canonical) {
    var collection = CollectionConfig.from(name, node, EmbeddingModels.NAMES);
    canonical.put(name, node.canonical() + collection.embedding().model());
    return collection;
  }

  private List<Feature> features(Surroundings surroundings) {
    var features = new ArrayList<Feature>();
    for (var file : files.names()) {
      var path = FEATURE.matcher(file);
      if (path.matches()) {
        var name = path.group(1);
        checkName(file, name);
        var broken = new HashSet<String>();
        var prompts = prompts(name, broken);
        var beside =
            new FeatureFiles(prompts, broken, contractFiles(name), examples(name), topics(name));
        read(file, node -> FeatureReader.read(name, node, beside, surroundings))
            .ifPresent(features::add);
      }
    }
    return features;
  }

  private ContractFiles contractFiles(String feature) {
    var texts = new LinkedHashMap<String, String>();
    for (var file : files.names()) {
      var path = CONTRACT.matcher(file);
      if (path.matches() && path.group(1).equals(feature)) {
        text(file).ifPresent(text -> texts.put(path.group(2), text));
      }
    }
    return new ContractFiles(texts, SCHEMAS);
  }

  /// The labelled examples of a feature; none, and a problem, if they cannot be read.
  private Optional<List<Example>> examples(String feature) {
    var file = "features/" + feature + "/" + ProjectFiles.EXAMPLES;
    if (!files.names().contains(file)) {
      return Optional.empty();
    }
    return text(file)
        .map(text -> ExampleFile.read(ProjectFiles.at(file), text, problems))
        .or(() -> Optional.of(List.of()));
  }

  /// The examples of a feature's topics, by the name of their file.
  private Map<String, ConfigFile> topics(String feature) {
    var folder = "features/" + feature + "/";
    var topics = new LinkedHashMap<String, ConfigFile>();
    for (var file : files.names()) {
      var name = file.startsWith(folder) ? file.substring(folder.length()) : "";
      if (ProjectFiles.TOPICS.matcher(name).matches()) {
        // One that cannot be read is there all the same: whoever names it is not to blame.
        topics.put(name, new ConfigFile(ProjectFiles.at(file), text(file).orElse("")));
      }
    }
    return topics;
  }

  /// The prompts of a feature by name; `broken` gets the names of those that cannot be read.
  private Map<String, Prompt> prompts(String feature, Set<String> broken) {
    var prompts = new LinkedHashMap<String, Prompt>();
    var fileOf = new LinkedHashMap<String, String>();
    for (var file : files.names()) {
      var path = PROMPT.matcher(file);
      if (path.matches() && path.group(1).equals(feature)) {
        prompt(file, path.group(2))
            .ifPresentOrElse(
                prompt -> {
                  var earlier = prompts.putIfAbsent(prompt.name(), prompt);
                  var earlierFile = fileOf.putIfAbsent(prompt.name(), file);
                  if (earlier != null && earlierFile != null) {
                    reportTwice(file, prompt, earlier, earlierFile);
                  }
                },
                () -> broken.add(path.group(2)));
      }
    }
    return prompts;
  }

  private void reportTwice(String file, Prompt prompt, Prompt earlier, String earlierFile) {
    problems.add(
        ProjectFiles.at(file),
        prompt.version().equals(earlier.version())
            ? "prompt \"%s\" %s is declared here and in %s; a version has one content"
                .formatted(prompt.name(), prompt.version(), earlierFile)
            : "prompt \"%s\" is declared here as %s and in %s as %s; keep one file a prompt"
                .formatted(prompt.name(), prompt.version(), earlierFile, earlier.version()));
  }

  private Optional<Prompt> prompt(String file, String name) {
    return text(file)
        .flatMap(text -> PromptFile.split(file, text, problems))
        .flatMap(parts ->
            YamlReader.read(parts.frontMatterAt(), parts.frontMatter(), problems)
                .flatMap(tree ->
                    ConfigNode.read(
                        tree,
                        problems,
                        secrets,
                        node -> Prompt.from(name, node, parts.templateAt(), parts.template()))));
  }

  private <T> Optional<T> read(String file, Function<ConfigNode, T> reader) {
    return text(file)
        .flatMap(text -> YamlReader.read(ProjectFiles.at(file), text, problems))
        .flatMap((Tree tree) -> ConfigNode.read(tree, problems, secrets, reader));
  }

  private Optional<String> text(String file) {
    var bytes = files.contents().get(file);
    return bytes == null ? Optional.empty() : Text.decode(file, bytes, problems);
  }

  private void checkName(String file, String name) {
    if (!Names.isName(name)) {
      problems.add(
          ProjectFiles.at(file), "expected " + Names.EXPECTED + ", found \"" + name + "\"");
    }
  }
}
