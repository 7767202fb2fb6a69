package dev.headgate.providers.services;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.dialects.EmbeddingCodec;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.JsonBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The services that are known: `services.json`, dated and with sources.
public final class Services {
  /// The service that is meant where a declaration names none.
  public static final String USUAL = "openai";

  private static final String COMPATIBLE = "openai-compatible";

  private static final Map<String, String> OPERATIONS =
      Map.of(
          "chat", "/chat/completions",
          "completions", "/completions",
          "embeddings", "/embeddings",
          "responses", "/responses");

  private static final SequencedMap<String, Service> ALL =
      load("/dev/headgate/providers/services.json");

  private Services() {}

  /// Their names, in the order of the table.
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  public static Optional<Service> find(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /// @throws IllegalArgumentException if there is none of that name
  public static Service require(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("no service " + name));
  }

  /// The service at a declared address: a type of [#USUAL] may be no more than a dialect, then the
  /// host knows better.
  public static Service at(String host, Service declared) {
    return declared.name().equals(USUAL)
        ? ofHost(host).orElseGet(() -> require(COMPATIBLE))
        : declared;
  }

  /// The service whose host it is.
  public static Optional<Service> ofHost(String host) {
    return ALL.values().stream().filter(service -> service.address().owns(host)).findFirst();
  }

  static Json.Obj table(String resource) {
    try (var in = Services.class.getResourceAsStream(resource)) {
      if (in != null && JsonBytes.read(in.readAllBytes()) instanceof Json.Obj table) {
        return table;
      }
      throw new IllegalStateException(resource + " is missing or no object");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SequencedMap<String, Service> load(String resource) {
    var all = new LinkedHashMap<String, Service>();
    table(resource)
        .object("services")
        .members()
        .forEach((name, entry) -> all.put(name, service(name, (Json.Obj) entry)));
    return all;
  }

  private static Service service(String name, Json.Obj entry) {
    var paths = new HashMap<String, String>();
    texts(entry.object("paths"))
        .forEach((operation, path) -> paths.put(operation(operation), path));
    return new Service(
        name,
        new Service.Names(entry.text("system").orElse(name), entry.text("catalog").orElse(name)),
        new Service.Address(
            entry.text("base-url").orElse(""),
            entry.text("example").orElse(""),
            list(entry, "hosts"),
            entry.text("key-header").orElse(""),
            entry.text("query").orElse(""),
            paths),
        list(entry, "dialects").stream().map(Services::dialect).toList(),
        new Wording(texts(entry.object("wording"))),
        new Service.Habits(
            entry.text("usage-in-streams").orElse("").equals("always"),
            entry.has("max-embedding-inputs")
                ? (int) entry.integer("max-embedding-inputs")
                : EmbeddingCodec.MAX_INPUTS));
  }

  private static String operation(String name) {
    return Optional.ofNullable(OPERATIONS.get(name))
        .orElseThrow(() -> new IllegalStateException("no operation " + name));
  }

  private static Dialect dialect(String wireName) {
    return Arrays.stream(Dialect.values())
        .filter(dialect -> dialect.wireName().equals(wireName))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no dialect " + wireName));
  }

  static List<String> list(Json.Obj entry, String name) {
    var texts = new ArrayList<String>();
    for (var element : entry.array(name)) {
      if (element instanceof Json.Text(var text)) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static Map<String, String> texts(Json.Obj object) {
    var texts = new HashMap<String, String>();
    object
        .members()
        .forEach((name, value) -> {
          if (value instanceof Json.Text(var text)) {
            texts.put(name, text);
          }
        });
    return texts;
  }
}
