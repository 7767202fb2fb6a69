package dev.headgate.contracts;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import com.networknt.schema.path.PathType;
import dev.headgate.kernel.contracts.Schema;
import dev.headgate.kernel.contracts.Schemas;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Compiles JSON Schemas of 2020-12, and of what stands in `$schema`. Thread-safe.
public final class JsonSchemas implements Schemas {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String BASE = "contract://feature/";

  // What draft 4 called an id is a word without meaning in later ones, and no reason to fail.
  private static final List<Dialect> DIALECTS =
      Stream.concat(
              Stream.of(
                      Dialects.getDraft202012(),
                      Dialects.getDraft201909(),
                      Dialects.getDraft7(),
                      Dialects.getDraft6())
                  .map(dialect ->
                      Dialect.builder(dialect).keyword(new AnnotationKeyword("id")).build()),
              Stream.of(Dialects.getDraft4()))
          .toList();

  @Override
  public Schema compile(String file, Map<String, String> files) throws BadSchema {
    return compile(file, files, BASE);
  }

  /// @param base what the names of files are put after
  Schema compile(String file, Map<String, String> files, String base) throws BadSchema {
    var texts = new HashMap<String, String>();
    files.forEach((name, content) -> texts.put(base + name, content));
    var text = texts.get(base + file);
    if (text == null) {
      throw new BadSchema("the file is missing");
    }
    try {
      return compile(base + file, text, texts);
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw new BadSchema(
          "no JSON"
              + (at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr())
              + ": "
              + e.getOriginalMessage());
    } catch (SchemaException | UnsupportedOperationException e) {
      throw new BadSchema(String.valueOf(e.getMessage()));
    }
  }

  private static Schema compile(String iri, String text, Map<String, String> texts)
      throws BadSchema {
    var node = JSON.readTree(text);
    if (!node.isObject() && !node.isBoolean()) {
      throw new BadSchema("a schema is an object");
    }
    var config =
        SchemaRegistryConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .preloadSchema(true)
            .cacheRefs(true)
            .locale(Locale.ENGLISH)
            .build();
    var registry =
        SchemaRegistry.withDefaultDialect(
            dialect(node),
            builder ->
                builder
                    .schemaRegistryConfig(config)
                    .schemaLoader(loader -> loader.fetchRemoteResources(false))
                    .schemas(texts));
    checkItself(registry, node);
    var library = registry.getSchema(SchemaLocation.of(iri), text, InputFormat.JSON);
    library.initializeValidators();
    return new NetworkntSchema(library);
  }

  private static Dialect dialect(JsonNode schema) {
    var named = withoutFragment(schema.path("$schema").asString(""));
    return DIALECTS.stream()
        .filter(dialect -> withoutFragment(dialect.getId()).equals(named))
        .findFirst()
        .orElse(DIALECTS.getFirst());
  }

  private static String withoutFragment(String dialect) {
    return dialect.endsWith("#") ? dialect.substring(0, dialect.length() - 1) : dialect;
  }

  private static void checkItself(SchemaRegistry registry, JsonNode schema) throws BadSchema {
    var dialect = schema.path("$schema").asString(DIALECTS.getFirst().getId());
    var errors = registry.getSchema(SchemaLocation.of(dialect)).validate(schema);
    if (!errors.isEmpty()) {
      var first = errors.getFirst();
      var at = first.getInstanceLocation().toString();
      throw new BadSchema(
          "no schema of %s, at %s: %s"
              .formatted(dialect, at.isEmpty() ? "its root" : at, first.getMessage()));
    }
  }
}
