package dev.headgate.evals.contracts;

import dev.headgate.evals.contracts.ContractCase.Instance;
import dev.headgate.kernel.errors.CallFailed;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Reads schemas with documents: JSONL `{schema, instance, valid}`, or several documents of a
/// schema as `{schema, instances: [{instance, valid}]}`; `tests` for `instances` and `data` for
/// `instance` are read too, as the suites of JSON Schema have them. Files that end in `.gz` are
/// unpacked.
public final class ContractCases {
  private static final JsonFactory JSON = new JsonFactory();

  private ContractCases() {}

  /// Throws [CallFailed] if the file holds no document.
  public static List<ContractCase> read(Path file) throws IOException {
    var cases = new ArrayList<ContractCase>();
    try (var in = open(file);
        var json = JSON.createParser(ObjectReadContext.empty(), in)) {
      for (var token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          row(json, cases);
        }
      }
    } catch (JacksonException e) {
      throw CallFailed.invalid("data", file + ": " + e.getOriginalMessage());
    }
    if (cases.isEmpty()) {
      throw CallFailed.invalid(
          "data",
          file + " holds no document; expected {\"schema\": …, \"instance\": …, \"valid\": true}");
    }
    return cases;
  }

  private static InputStream open(Path file) throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(file));
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
  }

  private static void row(JsonParser json, List<ContractCase> into) {
    var schema = "";
    var document = "";
    var isValid = false;
    var instances = new ArrayList<Instance>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      var value = json.nextToken();
      switch (name) {
        case "schema" -> schema = text(json);
        case "instance", "data" -> document = text(json);
        case "valid" -> isValid = value == JsonToken.VALUE_TRUE;
        case "instances", "tests" -> {
          while (value == JsonToken.START_ARRAY && json.nextToken() != JsonToken.END_ARRAY) {
            instances.add(instance(json));
          }
        }
        default -> json.skipChildren();
      }
    }
    if (!document.isEmpty()) {
      instances.add(new Instance(document, isValid));
    }
    if (!schema.isEmpty() && !instances.isEmpty()) {
      into.add(new ContractCase(schema, instances));
    }
  }

  private static Instance instance(JsonParser json) {
    var document = "";
    var isValid = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var name = json.currentName();
      var value = json.nextToken();
      switch (name) {
        case "instance", "data" -> document = text(json);
        case "valid" -> isValid = value == JsonToken.VALUE_TRUE;
        default -> json.skipChildren();
      }
    }
    return new Instance(document, isValid);
  }

  // Numbers as they were written.
  private static String text(JsonParser json) {
    var text = new StringWriter();
    try (var out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      out.copyCurrentStructureExact(json);
    }
    return text.toString();
  }
}
