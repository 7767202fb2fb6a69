package dev.headgate.runtime.access;

import dev.headgate.kernel.config.Names;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.boundaries.DataRule;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What was agreed for a key, as JSON: in the store, and on the admin routes.
public final class KeyTermsJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MAX_ITEMS = 1_000;
  private static final int MAX_TEXT_CHARACTERS = 512;

  private KeyTermsJson() {}

  static String write(KeyTerms terms) {
    var out = new StringWriter();
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      write(json, terms);
      json.writeEndObject();
    }
    return out.toString();
  }

  /// Adds the properties to an object.
  public static void write(JsonGenerator json, KeyTerms terms) {
    var account = terms.account();
    json.writeStringProperty("project", account.project());
    text(json, "team", account.team());
    text(json, "user", account.user());
    patterns(json, "models", terms.scope().models());
    patterns(json, "features", terms.scope().features());
    patterns(json, "endpoints", terms.scope().endpoints());
    texts(json, "networks", terms.scope().networks().texts());
    if (terms.priority() != null) {
      json.writeStringProperty("priority", word(terms.priority()));
    }
    text(json, "data_class", terms.data().dataClass());
    texts(json, "regions", terms.data().regions());
    texts(json, "providers", terms.data().providers());
    if (!terms.limits().isUnlimited()) {
      json.writeObjectPropertyStart("limits");
      rates(json, "requests", terms.limits().requests());
      rates(json, "tokens", terms.limits().tokens());
      if (terms.limits().concurrent() > 0) {
        json.writeNumberProperty("concurrent", terms.limits().concurrent());
      }
      json.writeEndObject();
    }
  }

  /// Reads what [#write(KeyTerms)] wrote.
  static KeyTerms read(String text) {
    try (var in = JSON.createParser(ObjectReadContext.empty(), text)) {
      var reader = new Reader();
      in.nextToken();
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        var name = in.currentName();
        in.nextToken();
        if (!reader.take(name, in)) {
          throw damaged(name, null);
        }
      }
      return reader.terms();
    } catch (JacksonException e) {
      throw damaged("it is no JSON", e);
    }
  }

  private static CallFailed damaged(String what, @Nullable Exception cause) {
    return new CallFailed(
        ErrorCode.STORAGE_FAILED,
        "the terms of a stored key cannot be read ("
            + what
            + "); start the newest Headgate that used this directory",
        cause);
  }

  /// Takes property after property of an object that may hold others too.
  public static final class Reader {
    private String project = Account.DEFAULT_PROJECT;
    private String team = "";
    private String user = "";
    private Patterns models = Patterns.ALL;
    private Patterns features = Patterns.ALL;
    private Patterns endpoints = Patterns.ALL;
    private Networks networks = Networks.ANYWHERE;
    private @Nullable Priority priority;
    private String dataClass = "";
    private List<String> regions = List.of();
    private List<String> providers = List.of();
    private Allowance limits = Allowance.UNLIMITED;

    /// Whether the property is one of these. Throws [CallFailed] if its value is wrong.
    public boolean take(String name, JsonParser in) {
      switch (name) {
        case "project" -> project = name(name, in);
        case "team" -> team = name(name, in);
        case "user" -> user = text(name, in);
        case "models" -> models = new Patterns(texts(name, in));
        case "features" -> features = new Patterns(texts(name, in));
        case "endpoints" -> endpoints = new Patterns(texts(name, in));
        case "networks" -> networks = networks(in);
        case "priority" -> priority = priority(in);
        case "data_class" -> dataClass = text(name, in);
        case "regions" -> regions = texts(name, in);
        case "providers" -> providers = texts(name, in);
        case "limits" -> limits = limits(in);
        default -> {
          return false;
        }
      }
      return true;
    }

    public KeyTerms terms() {
      return new KeyTerms(
          new Account(project, team, user),
          new Scope(models, features, endpoints, networks),
          priority,
          new DataRule(dataClass, regions, providers),
          limits);
    }

    private static Networks networks(JsonParser in) {
      return new Networks(
          texts("networks", in).stream()
              .map(text ->
                  Network.parse(text)
                      .orElseThrow(() ->
                          CallFailed.invalid(
                              "networks",
                              "expected %s, found \"%s\"".formatted(Network.EXPECTED, text))))
              .toList());
    }

    private static Priority priority(JsonParser in) {
      return priorityOf("priority", text("priority", in));
    }

    private static Allowance limits(JsonParser in) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw CallFailed.invalid("limits", "\"limits\" must be an object");
      }
      var requests = new ArrayList<Rate>();
      var tokens = new ArrayList<Rate>();
      var concurrent = 0;
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        var name = in.currentName();
        in.nextToken();
        var amount = amount("limits." + name, in);
        if (name.equals("concurrent")) {
          concurrent = amount;
        } else if (name.startsWith("requests_per_")) {
          requests.add(new Rate(amount, window(name)));
        } else if (name.startsWith("tokens_per_")) {
          tokens.add(new Rate(amount, window(name)));
        } else {
          throw unknownLimit(name);
        }
      }
      return new Allowance(requests, tokens, concurrent);
    }

    private static Window window(String name) {
      var word = name.substring(name.lastIndexOf('_') + 1);
      return Arrays.stream(Window.values())
          .filter(window -> window.word().equals(word))
          .findAny()
          .orElseThrow(() -> unknownLimit(name));
    }

    private static CallFailed unknownLimit(String name) {
      return CallFailed.invalid(
          "limits." + name,
          "unknown limit \"%s\"; there are concurrent, and requests_per_ and tokens_per_ with second, minute, hour or day"
              .formatted(Names.shown(name)));
    }

    private static int amount(String path, JsonParser in) {
      if (in.currentToken() != JsonToken.VALUE_NUMBER_INT
          || in.getLongValue() < 1
          || in.getLongValue() > Allowance.MOST) {
        throw CallFailed.invalid(
            path, "\"%s\" must be a whole number from 1 to %d".formatted(path, Allowance.MOST));
      }
      return in.getIntValue();
    }

    private static List<String> texts(String name, JsonParser in) {
      if (in.currentToken() != JsonToken.START_ARRAY) {
        throw CallFailed.invalid(name, "\"" + name + "\" must be a list of texts");
      }
      var texts = new ArrayList<String>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        if (texts.size() == MAX_ITEMS) {
          throw CallFailed.invalid(
              name, "\"%s\" has more than %d items".formatted(name, MAX_ITEMS));
        }
        texts.add(text(name, in));
      }
      return texts;
    }

    private static String name(String name, JsonParser in) {
      var text = text(name, in);
      if (!Names.isName(text)) {
        throw CallFailed.invalid(
            name, "\"%s\" is \"%s\"; send %s".formatted(name, Names.shown(text), Names.EXPECTED));
      }
      return text;
    }

    private static String text(String name, JsonParser in) {
      if (in.currentToken() != JsonToken.VALUE_STRING) {
        throw CallFailed.invalid(name, "\"" + name + "\" must be a text");
      }
      var text = in.getString();
      if (text.length() > MAX_TEXT_CHARACTERS) {
        throw CallFailed.invalid(
            name, "\"%s\" is longer than %d characters".formatted(name, MAX_TEXT_CHARACTERS));
      }
      return text;
    }
  }

  /// A priority by its name in lower case.
  ///
  /// @param param where it was sent
  public static Priority priorityOf(String param, String text) {
    return Arrays.stream(Priority.values())
        .filter(priority -> word(priority).equals(text))
        .findAny()
        .orElseThrow(() ->
            CallFailed.invalid(
                param,
                "%s is \"%s\"; it is one of %s"
                    .formatted(
                        param,
                        Names.shown(text),
                        String.join(
                            ", ",
                            Arrays.stream(Priority.values()).map(KeyTermsJson::word).toList()))));
  }

  private static String word(Priority priority) {
    return priority.name().toLowerCase(Locale.ROOT);
  }

  private static void rates(JsonGenerator json, String what, List<Rate> rates) {
    for (var rate : rates) {
      json.writeNumberProperty(what + "_per_" + rate.window().word(), rate.amount());
    }
  }

  private static void patterns(JsonGenerator json, String name, Patterns patterns) {
    var named = patterns.patterns();
    if (named != null) {
      list(json, name, named);
    }
  }

  private static void texts(JsonGenerator json, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      list(json, name, texts);
    }
  }

  private static void list(JsonGenerator json, String name, List<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(json::writeString);
    json.writeEndArray();
  }

  private static void text(JsonGenerator json, String name, String value) {
    if (!value.isEmpty()) {
      json.writeStringProperty(name, value);
    }
  }
}
