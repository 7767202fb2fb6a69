package dev.headgate.benchmarks;

import dev.headgate.contracts.JsonSchemas;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.contracts.Schemas.BadSchema;
import dev.headgate.runtime.contracts.Contract;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What an output contract adds to an answer of 2 KB that comes in pieces of 16 characters: judged
/// with every piece, found in its text, checked whole and written anew. CPU time of one thread.
public final class ContractCost {
  private static final int PIECE = 16;
  private static final double GOAL_MICROS = 50;

  private static final String SCHEMA =
      """
      {"type": "object", "additionalProperties": false,
       "required": ["summary", "status", "confidence", "escalate", "steps", "contact"],
       "properties": {
         "summary": {"type": "string", "minLength": 1, "maxLength": 400},
         "status": {"enum": ["open", "waiting", "resolved"]},
         "confidence": {"type": "number", "minimum": 0, "maximum": 1},
         "escalate": {"type": "boolean"},
         "contact": {"anyOf": [{"type": "null"}, {"type": "string", "maxLength": 100}]},
         "steps": {"type": "array", "minItems": 1, "maxItems": 20, "items": {
           "type": "object", "additionalProperties": false, "required": ["action", "minutes"],
           "properties": {
             "action": {"type": "string", "maxLength": 200},
             "minutes": {"type": "integer", "minimum": 0},
             "owner": {"type": ["string", "null"]}}}}}}
      """;

  private ContractCost() {}

  /// @param arguments answers, 200000 if absent
  public static void main(String[] arguments) throws BadSchema {
    var count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
    var schema = new JsonSchemas().compile("output.json", Map.of("output.json", SCHEMA));
    var contract = new Contract(null, schema, 0, null, List.of(), new OutputFormat.Unsaid());
    var answer = answer();
    var pieces = pieces(answer);
    run(contract, pieces, count);
    var micros = run(contract, pieces, count);
    System.out.printf(
        Locale.ROOT,
        "%d answers of %d characters in %d pieces%n%s%n",
        count,
        answer.length(),
        pieces.size(),
        Goal.atMost("CPU time of the contract for an answer", micros, GOAL_MICROS, "µs"));
  }

  private static double run(Contract contract, List<String> pieces, int count) {
    var threads = ManagementFactory.getThreadMXBean();
    var began = threads.getCurrentThreadCpuTime();
    var fitting = 0;
    for (var i = 0; i < count; i++) {
      var reader = contract.watch();
      for (var piece : pieces) {
        if (reader.accept(piece).isPresent()) {
          throw new IllegalStateException("the answer fits");
        }
      }
      fitting += contract.judge(reader.end()) instanceof Contract.Judged.Fit ? 1 : 0;
    }
    if (fitting != count) {
      throw new IllegalStateException("the answer fits");
    }
    return (threads.getCurrentThreadCpuTime() - began) / 1e3 / count;
  }

  private static String answer() {
    var text = new StringBuilder("{\"summary\": \"" + "The printer lost its paper. ".repeat(12));
    text.append("\", \"status\": \"waiting\", \"confidence\": 0.82, \"escalate\": false, ");
    text.append("\"contact\": \"+44 20 7946 0000\", \"steps\": [");
    for (var i = 0; i < 16; i++) {
      text.append(i == 0 ? "" : ", ")
          .append("{\"action\": \"Ask the customer for the number on the label, part ")
          .append(i)
          .append("\", \"minutes\": ")
          .append(i * 5)
          .append(", \"owner\": null}");
    }
    return text.append("]}").toString();
  }

  private static List<String> pieces(String answer) {
    var pieces = new ArrayList<String>();
    for (var at = 0; at < answer.length(); at += PIECE) {
      pieces.add(answer.substring(at, Math.min(at + PIECE, answer.length())));
    }
    return pieces;
  }
}
