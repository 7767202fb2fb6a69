package dev.headgate.contracts;

import dev.headgate.kernel.json.Json;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Judges a document while it is written: [Impossible] as soon as no end of it can follow the
/// schema, as far as its rules can tell. Not thread-safe.
final class PrefixCheck implements Listener {
  /// Together with the rest of the document, so that nested subschemas cannot make it slow.
  private static final int MAX_JUDGED_AT_END = 4_096;

  private static final class Frame {
    final Kind kind;
    final List<Rule> rules;
    final List<ChangedPlaces> changed;
    int count;
    String name = "";

    Frame(Kind kind, List<Rule> rules, List<ChangedPlaces> changed) {
      this.kind = kind;
      this.rules = rules;
      this.changed = changed;
    }
  }

  private final List<Rule> root;
  private final List<ChangedPlaces> changed;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private int judgedAtEnd;

  PrefixCheck(Rule root, List<ChangedPlaces> changed) {
    this.root = root.all();
    this.changed = changed;
  }

  @Override
  public void began(Kind kind) {
    var parent = frames.peek();
    var places = parent == null ? changed : ChangedPlaces.within(parent.changed, step(parent));
    var rules = parent == null ? root : rules(parent);
    if (ChangedPlaces.isChanged(places)) {
      rules = List.of();
    }
    if (parent != null && parent.kind == Kind.ARRAY) {
      parent.count++;
      for (var rule : parent.rules) {
        if (parent.count > rule.maxItems) {
          throw new Impossible("more than " + rule.maxItems + " items");
        }
      }
    }
    for (var rule : rules) {
      if (rule.isNever) {
        throw new Impossible("nothing may stand here");
      }
      if ((rule.kinds & kind.bit()) == 0) {
        throw new Impossible(expected(rule, kind));
      }
    }
    frames.push(new Frame(kind, rules, places));
  }

  private static String step(Frame parent) {
    return parent.kind == Kind.ARRAY ? Integer.toString(parent.count) : parent.name;
  }

  private static String expected(Rule rule, Kind found) {
    var names = new ArrayList<String>();
    for (var kind : Kind.values()) {
      if ((rule.kinds & kind.bit()) != 0) {
        names.add(
            kind == Kind.NUMBER && rule.wholeNumbers
                ? "integer"
                : kind.name().toLowerCase(java.util.Locale.ROOT));
      }
    }
    return "%s expected, %s found"
        .formatted(String.join(" or ", names), found.name().toLowerCase(java.util.Locale.ROOT));
  }

  private static List<Rule> rules(Frame parent) {
    @Nullable List<Rule> all = null;
    var isOwn = false;
    for (var rule : parent.rules) {
      var inner = parent.kind == Kind.ARRAY ? element(rule, parent.count) : member(rule, parent);
      if (inner == null) {
        continue;
      }
      if (all == null) {
        all = inner.all();
      } else {
        if (!isOwn) {
          all = new ArrayList<>(all);
          isOwn = true;
        }
        all.addAll(inner.all());
      }
    }
    return all == null ? List.of() : all;
  }

  private static @Nullable Rule element(Rule rule, int index) {
    return index < rule.firstItems.size() ? rule.firstItems.get(index) : rule.items;
  }

  private static @Nullable Rule member(Rule rule, Frame object) {
    var named = rule.properties.get(object.name);
    return named == null ? rule.otherMembers : named;
  }

  @Override
  public void named(String name) {
    var object = frames.element();
    object.name = name;
    object.count++;
    for (var rule : object.rules) {
      if (rule.hasOnlyItsProperties && !rule.properties.containsKey(name)) {
        throw new Impossible("the member \"" + name + "\" may not be here");
      }
      if (object.count > rule.maxMembers) {
        throw new Impossible("more than " + rule.maxMembers + " members");
      }
    }
  }

  @Override
  public void writing(StringBuilder text, boolean isName) {
    var frame = frames.element();
    for (var rule : frame.rules) {
      if (isName) {
        if (rule.hasOnlyItsProperties
            && rule.properties.keySet().stream().noneMatch(name -> begins(name, text))) {
          throw new Impossible("no member may begin with \"" + text + "\"");
        }
      } else {
        if (rule.texts != null && rule.texts.stream().noneMatch(one -> begins(one, text))) {
          throw new Impossible("no value that is allowed begins with \"" + text + "\"");
        }
        longest(rule, text);
      }
    }
  }

  private static boolean begins(String whole, StringBuilder text) {
    return whole.length() >= text.length()
        && CharSequence.compare(whole.substring(0, text.length()), text) == 0;
  }

  private static void longest(Rule rule, CharSequence text) {
    if (text.length() > rule.maxLength
        && text.codePoints().limit(rule.maxLength + 1).count() > rule.maxLength) {
      throw new Impossible("more than " + rule.maxLength + " characters");
    }
  }

  @Override
  public void ended(Json value) {
    var frame = frames.pop();
    for (var rule : frame.rules) {
      switch (value) {
        case Json.Obj(var members) -> {
          for (var name : rule.required) {
            if (!members.containsKey(name)) {
              throw new Impossible("the member \"" + name + "\" is missing");
            }
          }
          if (members.size() < rule.minMembers) {
            throw new Impossible("fewer than " + rule.minMembers + " members");
          }
        }
        case Json.Arr(var elements) -> {
          if (elements.size() < rule.minCount) {
            throw new Impossible("fewer than " + rule.minCount + " items");
          }
        }
        case Json.Text(var text) -> text(rule, text);
        case Json.Num(var literal) -> number(rule, literal);
        case Json.Bool _, Json.Null _ -> {}
      }
    }
    judgeWhole(frame, value);
  }

  private static void text(Rule rule, String text) {
    if (rule.texts != null && !rule.texts.contains(text)) {
      throw new Impossible("\"%s\" is none of %s".formatted(text, String.join(", ", rule.texts)));
    }
    longest(rule, text);
    if (text.length() < 2 * rule.minLength
        && text.codePointCount(0, text.length()) < rule.minLength) {
      throw new Impossible("fewer than " + rule.minLength + " characters");
    }
  }

  private static void number(Rule rule, String literal) {
    if (rule.minimum == null && rule.maximum == null && !rule.wholeNumbers) {
      return;
    }
    var number = new BigDecimal(literal);
    if (rule.wholeNumbers && number.scale() > 0 && number.stripTrailingZeros().scale() > 0) {
      throw new Impossible("integer expected, " + literal + " found");
    }
    if (rule.minimum != null) {
      var order = number.compareTo(rule.minimum);
      if (order < 0 || (order == 0 && rule.aboveMinimum)) {
        throw new Impossible(literal + " is below the minimum " + rule.minimum);
      }
    }
    if (rule.maximum != null) {
      var order = number.compareTo(rule.maximum);
      if (order > 0 || (order == 0 && rule.belowMaximum)) {
        throw new Impossible(literal + " is above the maximum " + rule.maximum);
      }
    }
  }

  // The document as a whole is judged when it has ended, by whoever reads it.
  private void judgeWhole(Frame frame, Json value) {
    if (frames.isEmpty() || !frame.changed.isEmpty()) {
      return;
    }
    for (var rule : frame.rules) {
      if (rule.whole != null && judgedAtEnd < MAX_JUDGED_AT_END) {
        var node = Nodes.of(value);
        judgedAtEnd += Nodes.size(node);
        NetworkntSchema.violations(rule.whole, node).stream()
            .findFirst()
            .ifPresent(violation -> {
              throw new Impossible(violation.message());
            });
      }
    }
  }
}
