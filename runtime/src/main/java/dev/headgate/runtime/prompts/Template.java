package dev.headgate.runtime.prompts;

import dev.headgate.kernel.chat.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A compiled template.
///
/// @param used names of the variables that it asks for
/// @param instructions its own texts, without those that it puts into a model's mouth
record Template(List<Part> parts, Set<String> used, List<String> instructions) {
  Template {
    parts = List.copyOf(parts);
    used = Set.copyOf(used);
    instructions = List.copyOf(instructions);
  }

  Template(List<Part> parts, Set<String> used) {
    this(parts, used, instructions(parts));
  }

  private static List<String> instructions(List<Part> parts) {
    var texts = new ArrayList<String>();
    var _ = gather(parts, Role.USER, texts);
    return texts;
  }

  /// Returns the role that is speaking at the end.
  private static Role gather(List<Part> parts, Role begun, List<String> texts) {
    var role = begun;
    for (var part : parts) {
      role =
          switch (part) {
            case Part.Literal(var text) -> {
              if (role != Role.ASSISTANT && !text.isBlank()) {
                texts.add(text);
              }
              yield role;
            }
            case Part.RoleSwitch(var next) -> next;
            case Part.If(_, _, var body, var otherwise) ->
                gather(otherwise, gather(body, role, texts), texts);
            case Part.Each(_, var body, var otherwise) ->
                gather(otherwise, gather(body, role, texts), texts);
            case Part.With(_, var body, var otherwise) ->
                gather(otherwise, gather(body, role, texts), texts);
            case Part.Value _, Part.Json _, Part.History _ -> role;
          };
    }
    return role;
  }

  void render(Map<String, ?> variables, Rendering out) {
    render(parts, new Scope(variables, null, 0, true), out);
  }

  private static void render(List<Part> parts, Scope scope, Rendering out) {
    for (var part : parts) {
      out.step();
      switch (part) {
        case Part.Literal(var text) -> out.text(text);
        case Part.Value(var path) -> out.value(path, scope.find(path));
        case Part.Json(var path) -> out.json(path, scope.find(path));
        case Part.RoleSwitch(var role) -> out.role(role);
        case Part.History() -> out.history();
        case Part.If(var condition, var negated, var body, var otherwise) ->
            render(isTrue(scope.find(condition)) != negated ? body : otherwise, scope, out);
        case Part.Each each -> renderEach(each, scope, out);
        case Part.With(var path, var body, var otherwise) -> {
          var value = scope.find(path);
          if (isTrue(value)) {
            render(body, new Scope(value, scope, scope.index(), scope.last()), out);
          } else {
            render(otherwise, scope, out);
          }
        }
      }
    }
  }

  private static void renderEach(Part.Each each, Scope scope, Rendering out) {
    var list = out.list(each.list(), scope.find(each.list()));
    if (list.isEmpty()) {
      render(each.otherwise(), scope, out);
    }
    for (int i = 0; i < list.size(); i++) {
      out.step();
      render(each.body(), new Scope(list.get(i), scope, i, i == list.size() - 1), out);
    }
  }

  // What Handlebars takes for true: neither absent, false, zero nor empty.
  private static boolean isTrue(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean flag -> flag;
      case CharSequence text -> !text.isEmpty();
      case Number number -> number.doubleValue() != 0;
      case List<?> list -> !list.isEmpty();
      default -> true;
    };
  }
}
