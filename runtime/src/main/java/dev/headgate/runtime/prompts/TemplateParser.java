package dev.headgate.runtime.prompts;

import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.config.NearestName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Compiles the part of Handlebars that dotprompt needs and that cannot reach out of a template:
/// values, `if`, `unless`, `each`, `with`, `json`, `role` and `history`. Partials, inline
/// definitions, other helpers and other delimiters are refused.
///
/// Every path is resolved against the declared variables while it is parsed, scope by scope, so
/// that a misspelt name is found when the prompt is loaded and not when it is called.
final class TemplateParser {
  static final int MAX_DEPTH = 32;

  private static final Pattern ROLE = Pattern.compile("role\\s+(\"[^\"]*\"|'[^']*')");
  private static final Pattern PATH =
      Pattern.compile(
          "(?:\\.\\./)*(?:this|\\.|@?[\\p{L}_][\\p{L}\\p{N}_-]*)(?:[./][\\p{L}_][\\p{L}\\p{N}_-]*)*|\\.\\.");
  private static final List<String> LOOP_VARIABLES = List.of("@index", "@first", "@last");

  private final List<TemplateToken> tokens;
  private final ObjIntConsumer<String> problems;
  private final Set<String> used = new HashSet<>();
  private final Deque<VariableType> scopes = new ArrayDeque<>();
  private int next;
  private int depth;
  private int loops;
  private TemplateToken.@Nullable Tag ended;

  private TemplateParser(
      List<TemplateToken> tokens, VariableType.Fields variables, ObjIntConsumer<String> problems) {
    this.tokens = tokens;
    this.problems = problems;
    scopes.push(variables);
  }

  /// @param problems takes each mistake with its offset in the source
  static Template parse(
      String source, VariableType.Fields variables, ObjIntConsumer<String> problems) {
    try {
      var parser = new TemplateParser(TemplateLexer.read(source), variables, problems);
      var parts = parser.parts(null);
      return new Template(parts, parser.used);
    } catch (TemplateError e) {
      problems.accept(String.valueOf(e.getMessage()), e.offset());
      return new Template(List.of(), Set.of());
    }
  }

  // Reads to the end of the template, or up to the "else" or the end of the block that `opened`
  // began, which is then in `ended`.
  private List<Part> parts(TemplateToken.@Nullable Tag opened) {
    var body = new ArrayList<Part>();
    while (next < tokens.size()) {
      switch (tokens.get(next++)) {
        case TemplateToken.Text(var text) -> body.add(new Part.Literal(text));
        case TemplateToken.Tag tag when isElse(tag) || tag.expression().startsWith("/") -> {
          checkEnd(opened, tag);
          ended = tag;
          return body;
        }
        case TemplateToken.Tag tag -> body.add(part(tag));
      }
    }
    if (opened != null) {
      throw new TemplateError(
          opened.offset(), "\"{{" + opened.expression() + "}}\" is never closed");
    }
    return body;
  }

  private static boolean isElse(TemplateToken.Tag tag) {
    var expression = tag.expression();
    return expression.equals("else") || expression.equals("^") || expression.startsWith("else ");
  }

  private static void checkEnd(TemplateToken.@Nullable Tag opened, TemplateToken.Tag tag) {
    if (opened == null) {
      throw new TemplateError(
          tag.offset(), "\"{{" + shortened(tag.expression()) + "}}\" stands outside of any block");
    }
    var name = tag.expression().substring(1).strip();
    if (!isElse(tag) && !blockName(opened).equals(name)) {
      throw new TemplateError(
          tag.offset(),
          "\"{{/%s}}\" closes \"{{#%s}}\"; write \"{{/%s}}\""
              .formatted(shortened(name), blockName(opened), blockName(opened)));
    }
  }

  private static String blockName(TemplateToken.Tag tag) {
    return tag.expression().substring(1).strip().split("\\s", 2)[0];
  }

  private Part part(TemplateToken.Tag tag) {
    var expression = tag.expression();
    if (expression.startsWith("#")) {
      return block(tag, tag);
    }
    if (expression.equals("history")) {
      used.add("history");
      return new Part.History();
    }
    if (expression.startsWith("role ")) {
      return new Part.RoleSwitch(role(tag));
    }
    if (expression.startsWith("json ")) {
      return new Part.Json(path(tag, expression.substring(5)).path());
    }
    var found = path(tag, expression.startsWith("&") ? expression.substring(1) : expression);
    if (!(found.type() instanceof VariableType.Text || found.type() instanceof VariableType.Any)) {
      problems.accept(
          "\"%s\" is %s; write {{#each %s}}…{{/each}} or {{json %s}}"
              .formatted(
                  found.path().written(),
                  found.type().described(),
                  found.path().written(),
                  found.path().written()),
          tag.offset());
    }
    return new Part.Value(found.path());
  }

  private Role role(TemplateToken.Tag tag) {
    var parts = ROLE.matcher(tag.expression());
    var name = parts.matches() ? parts.group(1).substring(1, parts.group(1).length() - 1) : "";
    return switch (name) {
      case "system" -> Role.SYSTEM;
      case "user" -> Role.USER;
      case "model", "assistant" -> Role.ASSISTANT;
      default -> {
        problems.accept("expected {{role \"system\"}}, \"user\" or \"model\"", tag.offset());
        yield Role.USER;
      }
    };
  }

  // `opened` is the tag whose end closes the block: itself, or for an "else if" the block around
  // it.
  private Part block(TemplateToken.Tag tag, TemplateToken.Tag opened) {
    if (++depth > MAX_DEPTH) {
      throw new TemplateError(tag.offset(), "blocks are nested deeper than " + MAX_DEPTH);
    }
    var words = tag.expression().substring(1).strip().split("\\s+", 2);
    var argument = words.length == 2 ? words[1] : "";
    var part =
        switch (words[0]) {
          case "if", "unless" -> {
            var condition = path(tag, argument).path();
            var body = parts(opened);
            yield new Part.If(condition, words[0].equals("unless"), body, otherwise(opened));
          }
          case "each" -> {
            var list = path(tag, argument);
            loops++;
            var body = within(itemOf(list, tag), opened);
            loops--;
            yield new Part.Each(list.path(), body, otherwise(opened));
          }
          case "with" -> {
            var value = path(tag, argument);
            yield new Part.With(value.path(), within(value.type(), opened), otherwise(opened));
          }
          default ->
              throw new TemplateError(
                  tag.offset(),
                  "\"{{#%s}}\" is not available in prompts; there are #if, #unless, #each and #with"
                      .formatted(shortened(words[0])));
        };
    depth--;
    return part;
  }

  private List<Part> within(VariableType scope, TemplateToken.Tag opened) {
    scopes.push(scope);
    var body = parts(opened);
    scopes.pop();
    return body;
  }

  private List<Part> otherwise(TemplateToken.Tag opened) {
    var tag = ended;
    if (tag == null || !isElse(tag)) {
      return List.of();
    }
    if (tag.expression().startsWith("else ")) {
      var condition = "#" + tag.expression().substring(5).strip();
      return List.of(block(new TemplateToken.Tag(tag.offset(), condition), opened));
    }
    var parts = parts(opened);
    if (ended != null && isElse(ended)) {
      throw new TemplateError(ended.offset(), "the block has an \"else\" already");
    }
    return parts;
  }

  private VariableType itemOf(Found list, TemplateToken.Tag tag) {
    return switch (list.type()) {
      case VariableType.ListOf(var item) -> item;
      case VariableType.Any any -> any;
      case VariableType.Text _, VariableType.Fields _ -> {
        problems.accept(
            "\"%s\" is %s, not a list".formatted(list.path().written(), list.type().described()),
            tag.offset());
        yield new VariableType.Any();
      }
    };
  }

  /// A path and what is known of the value at its end.
  private record Found(VariablePath path, VariableType type) {}

  private Found path(TemplateToken.Tag tag, String argument) {
    var written = argument.strip();
    if (!PATH.matcher(written).matches()) {
      throw new TemplateError(
          tag.offset(),
          "\"{{%s}}\" is not available in prompts; there are values such as {{question}}, blocks"
                  .formatted(shortened(tag.expression()))
              + " (#if, #unless, #each, #with), {{json …}}, {{role \"…\"}} and {{history}}");
    }
    var ups = 0;
    var rest = written;
    while (rest.startsWith("..")) {
      ups++;
      rest = rest.startsWith("../") ? rest.substring(3) : "";
    }
    var names = new ArrayList<>(List.of(rest.split("[./]+")));
    names.removeIf(name -> name.isEmpty() || name.equals("this"));
    if (ups >= scopes.size()) {
      throw new TemplateError(tag.offset(), "\"" + written + "\" leaves the template");
    }
    if (!names.isEmpty() && names.getFirst().startsWith("@")) {
      return loopVariable(tag, written, ups, names);
    }
    return resolve(tag, written, ups, names);
  }

  private Found loopVariable(TemplateToken.Tag tag, String written, int ups, List<String> names) {
    if (loops == 0 || names.size() > 1 || ups > 0 || !LOOP_VARIABLES.contains(names.getFirst())) {
      problems.accept(
          "\"" + written + "\" is unknown; inside of #each there are @index, @first and @last",
          tag.offset());
    }
    return new Found(new VariablePath(written, 0, names, false), new VariableType.Text());
  }

  private Found resolve(TemplateToken.Tag tag, String written, int ups, List<String> names) {
    var type = scopes.stream().skip(ups).findFirst().orElseThrow();
    var mayBeMissing = false;
    for (var name : names) {
      switch (type) {
        case VariableType.Fields(var byName) when byName.containsKey(name) -> {
          var field = byName.get(name);
          mayBeMissing |= !field.required();
          type = field.type();
        }
        case VariableType.Any any -> {
          mayBeMissing = true;
          type = any;
        }
        case VariableType.Fields(var byName) -> {
          problems.accept(unknown(name, byName.keySet()), tag.offset());
          type = new VariableType.Any();
        }
        case VariableType.Text _, VariableType.ListOf _ -> {
          problems.accept(
              "\"%s\" is %s and has no field \"%s\""
                  .formatted(written, type.described(), shortened(name)),
              tag.offset());
          type = new VariableType.Any();
        }
      }
    }
    if (ups == scopes.size() - 1 && !names.isEmpty()) {
      used.add(names.getFirst());
    }
    return new Found(new VariablePath(written, ups, names, mayBeMissing), type);
  }

  private static String unknown(String name, Collection<String> known) {
    return "unknown variable \"%s\"; %s"
        .formatted(
            shortened(name),
            NearestName.of(name, known)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse("known here: " + String.join(", ", known)));
  }

  private static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
