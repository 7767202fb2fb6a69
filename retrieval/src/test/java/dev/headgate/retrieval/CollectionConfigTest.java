package dev.headgate.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.config.Position;
import dev.headgate.kernel.config.Problems;
import dev.headgate.kernel.config.SecretSource;
import dev.headgate.kernel.config.Tree;
import dev.headgate.retrieval.index.TextAnalysis;
import dev.headgate.retrieval.ingest.ChunkingConfig;
import dev.headgate.retrieval.ingest.SourceConfig;
import dev.headgate.retrieval.search.SearchConfig;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CollectionConfigTest {
  private static final Position HERE = new Position("collections/c.yaml", 1, 1);

  private static final Set<String> MODELS = Set.of("bge-small-en-v1.5", "other");

  private final Problems problems = new Problems();

  @Test
  void hasDefaults() {
    var config = read(mapping("sources", list(mapping("path", text("docs")))));

    assertThat(problems.all()).isEmpty();
    assertThat(config)
        .isEqualTo(
            new CollectionConfig(
                "c",
                List.of(new SourceConfig("docs", SourceConfig.DEFAULT_INCLUDE, List.of())),
                new CollectionConfig.Embedding(
                    "bge-small-en-v1.5", new ChunkingConfig(200, 400, 0.2)),
                TextAnalysis.ENGLISH,
                new SearchConfig(0.5, 200, 1.2, 0.75),
                10L << 20));
  }

  @Test
  void readsEveryKey() {
    var config =
        read(
            mapping(
                "sources",
                list(
                    mapping(
                        "path", text("a.md"),
                        "include", list(text("*.md")),
                        "exclude", list(text("x/**")))),
                "embedding-model",
                text("other"),
                "chunking",
                mapping("min-tokens", text("10"), "max-tokens", text("20"), "overlap", text("0.1")),
                "analyzer",
                text("plain"),
                "search",
                mapping(
                    "alpha", text("0.7"),
                    "candidates", text("50"),
                    "k1", text("0.9"),
                    "b", text("0.4")),
                "max-document",
                text("1 MiB")));

    assertThat(problems.all()).isEmpty();
    assertThat(config)
        .isEqualTo(
            new CollectionConfig(
                "c",
                List.of(new SourceConfig("a.md", List.of("*.md"), List.of("x/**"))),
                new CollectionConfig.Embedding("other", new ChunkingConfig(10, 20, 0.1)),
                TextAnalysis.PLAIN,
                new SearchConfig(0.7, 50, 0.9, 0.4),
                1L << 20));
  }

  @Test
  void reportsWhatCannotBe() {
    var _ =
        read(
            mapping(
                "sources",
                list(mapping("path", text("docs"), "include", list(text("[")))),
                "chunking",
                mapping("min-tokens", text("30"), "max-tokens", text("20")),
                "max-document",
                text("1 GiB")));

    assertThat(problems.all())
        .extracting(problem -> problem.message())
        .anySatisfy(message -> assertThat(message).contains("is not a glob"))
        .anySatisfy(message -> assertThat(message).contains("must not be below min-tokens"))
        .anySatisfy(message -> assertThat(message).contains("at most 256 MiB"));
  }

  @Test
  void describesItself() {
    var keys = ConfigNode.describe(node -> CollectionConfig.from("c", node, MODELS));

    assertThat(keys).allSatisfy(key -> assertThat(key.doc()).isNotBlank());
  }

  private CollectionConfig read(Tree tree) {
    var noSecrets =
        new SecretSource() {
          @Override
          public Optional<String> environment(String name) {
            return Optional.empty();
          }

          @Override
          public Optional<String> file(String path) {
            return Optional.empty();
          }
        };
    return ConfigNode.read(
            tree, problems, noSecrets, node -> CollectionConfig.from("c", node, MODELS))
        .orElseThrow();
  }

  private static Tree text(String text) {
    return new Tree.Scalar(HERE, text, true);
  }

  private static Tree list(Tree... items) {
    return new Tree.Sequence(HERE, Arrays.asList(items));
  }

  private static Tree mapping(Object... keysAndValues) {
    var entries = new LinkedHashMap<String, Tree.Entry>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      entries.put((String) keysAndValues[i], new Tree.Entry(HERE, (Tree) keysAndValues[i + 1]));
    }
    return new Tree.Mapping(HERE, entries);
  }
}
