package dev.headgate.contracts;

import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.ValidationLimitExceededException;
import dev.headgate.kernel.contracts.DocumentReader;
import dev.headgate.kernel.contracts.Schema;
import dev.headgate.kernel.contracts.Violation;
import dev.headgate.kernel.json.Json;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A schema of the library's, and the rules for what is still being written.
final class NetworkntSchema implements Schema {
  private static final int MAX_VIOLATIONS = 8;

  private static final ExecutionConfig BOUNDED =
      ExecutionConfig.builder().maxEvaluationSteps(5_000_000).maxEvaluationDepth(1_000).build();

  private final com.networknt.schema.Schema library;
  private final Rule rule;
  private final Json.Obj json;

  NetworkntSchema(com.networknt.schema.Schema library) {
    this.library = library;
    this.rule = RuleCompiler.compile(library);
    this.json = Nodes.object(library.getSchemaNode());
    rule.all();
  }

  @Override
  public Json.Obj json() {
    return json;
  }

  @Override
  public List<Violation> check(Json document) {
    return violations(library, Nodes.of(document));
  }

  static List<Violation> violations(com.networknt.schema.Schema library, JsonNode document) {
    try {
      var errors = library.validate(document, NetworkntSchema::bound);
      return errors.isEmpty()
          ? List.of()
          : errors.stream()
              .limit(MAX_VIOLATIONS)
              .map(it -> new Violation(it.getInstanceLocation().toString(), it.getMessage()))
              .toList();
    } catch (ValidationLimitExceededException e) {
      return List.of(new Violation("", "takes too many steps to check"));
    }
  }

  private static void bound(ExecutionContext context) {
    context.setExecutionConfig(BOUNDED);
  }

  @Override
  public DocumentReader reader() {
    return new TolerantReader(rule, Listener.NONE);
  }

  @Override
  public DocumentReader watching(Collection<String> changed) {
    return new TolerantReader(rule, new PrefixCheck(rule, ChangedPlaces.of(changed)));
  }
}
