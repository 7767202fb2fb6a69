package dev.headgate.runtime.budgets;

import dev.headgate.kernel.config.ConfigNode;
import dev.headgate.kernel.money.Charge;
import dev.headgate.kernel.money.Dimension;
import dev.headgate.kernel.money.Money;
import dev.headgate.store.budgets.WindowKey;
import dev.headgate.store.budgets.WindowRow;
import dev.headgate.store.budgets.WindowTerms;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One entry of the `budgets` section.
///
/// @param whose which calls it counts
/// @param thresholds at which an alert is due, in thousandths of the limit, ascending
public record BudgetConfig(String name, Terms terms, Whose whose, List<Integer> thresholds) {
  // The rooms of access call it that.
  private static final String DEFAULT_PROJECT = "default";

  private static final int MAX_THRESHOLDS = 10;
  private static final int MOST_PERCENT = 1_000;

  /// @param hard whether the limit is never exceeded
  public record Terms(Money limit, Period period, ZoneId zone, boolean hard) {}

  /// @param match values that a call must have; none counts every call
  /// @param per every value of this dimension has a budget of its own; null if all share one
  public record Whose(Map<Dimension, Set<String>> match, @Nullable Dimension per) {
    public Whose {
      match = Map.copyOf(match);
    }
  }

  public BudgetConfig {
    thresholds = List.copyOf(thresholds);
  }

  /// Reads one budget.
  public static BudgetConfig from(String name, ConfigNode node) {
    return new BudgetConfig(name, terms(node), whose(node), thresholds(node));
  }

  private static Terms terms(ConfigNode node) {
    var text =
        node.requireText("limit", "What may be spent in a period, in US dollars, such as \"$100\"");
    var limit = Money.parse(text);
    if (limit.isEmpty() && !node.isDescribing() && !text.isEmpty()) {
      node.problem(
          "limit", "expected an amount such as \"$100\" or \"$0.50\", found \"" + text + "\"");
    }
    var period =
        node.choice("window", Period.MONTH, "The period that the limit is for, by the calendar");
    var zone = node.text("zone", "UTC", "The time zone of the calendar, such as Europe/Zurich");
    var hard =
        node.flag(
            "hard",
            true,
            "Whether a call that may exceed the limit is refused; otherwise there are alerts only");
    return new Terms(limit.orElse(Money.ZERO), period, zone(node, zone), hard);
  }

  private static ZoneId zone(ConfigNode node, String zone) {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException _) {
      node.problem(
          "zone", "unknown time zone \"" + zone + "\"; write one such as Europe/Zurich or UTC");
      return ZoneOffset.UTC;
    }
  }

  private static Whose whose(ConfigNode node) {
    var match =
        node.section(
            "match",
            "Which calls count: those that have one of the values in every dimension that is named",
            BudgetConfig::match);
    var per =
        node.optionalText(
            "per",
            "A dimension of which every value has a budget of its own: project, team, key (by its name), user, feature, model, session or tag");
    return new Whose(match, per.flatMap(text -> dimension(node, text)).orElse(null));
  }

  private static Map<Dimension, Set<String>> match(ConfigNode node) {
    var match = new EnumMap<Dimension, Set<String>>(Dimension.class);
    for (var dimension : Dimension.values()) {
      var values =
          node.texts(
              dimension.wireName(),
              List.of(),
              "One value or several of the " + dimension.wireName());
      if (!values.isEmpty()) {
        match.put(dimension, Set.copyOf(values));
      }
    }
    return match;
  }

  private static Optional<Dimension> dimension(ConfigNode node, String text) {
    for (var dimension : Dimension.values()) {
      if (dimension.wireName().equals(text)) {
        return Optional.of(dimension);
      }
    }
    node.problem(
        "per",
        "expected project, team, key, user, feature, model, session or tag, found \""
            + text
            + "\"");
    return Optional.empty();
  }

  private static List<Integer> thresholds(ConfigNode node) {
    var texts =
        node.texts(
            "alerts",
            List.of("50%", "80%", "100%"),
            "Parts of the limit at which an alert is sent, once a period, such as [50%, 80%, 100%]");
    var thresholds = new ArrayList<Integer>();
    for (var text : texts) {
      var number = text.endsWith("%") ? text.substring(0, text.length() - 1).strip() : "";
      if (number.matches("\\d{1,4}(\\.\\d)?")
          && new BigDecimal(number).intValue() <= MOST_PERCENT) {
        thresholds.add(new BigDecimal(number).movePointRight(1).intValue());
      } else {
        node.problem(
            "alerts", "expected percentages up to 1000%, such as 80%, found \"" + text + "\"");
      }
    }
    if (thresholds.size() > MAX_THRESHOLDS) {
      node.problem("alerts", "a budget has 10 alerts at most");
    }
    return thresholds.stream().distinct().sorted().toList();
  }

  /// The subjects whose budgets a call counts in: none if it does not count, the empty text if all
  /// calls share one budget.
  Set<String> subjects(Charge who) {
    for (var wanted : whose.match().entrySet()) {
      if (who.of(wanted.getKey()).stream().noneMatch(wanted.getValue()::contains)) {
        return Set.of();
      }
    }
    var per = whose.per();
    if (per == null) {
      return Set.of("");
    }
    return switch (per) {
      case PROJECT, FEATURE, MODEL -> who.of(per);
      case TEAM, KEY, USER, SESSION, TAG -> ofProject(who, per);
    };
  }

  // Two projects may say the same name and mean two. Names of projects have no slash.
  private static Set<String> ofProject(Charge who, Dimension per) {
    var project = who.one(Dimension.PROJECT);
    var isDefault = project.isEmpty() || project.equals(DEFAULT_PROJECT);
    var subjects = new HashSet<String>();
    for (var value : who.of(per)) {
      subjects.add(isDefault && value.indexOf('/') < 0 ? value : project + "/" + value);
    }
    return subjects;
  }

  /// The window of a moment, before any call has counted in it.
  WindowRow untouched(Instant now) {
    var span = terms.period().at(now, terms.zone());
    return new WindowRow(
        "",
        new WindowKey(name, "", terms.period().wireName(), span.startsAt()),
        new WindowTerms(span.endsAt(), terms.hard(), terms.limit().nanos()),
        new WindowRow.Amounts(0, 0, 0));
  }

  /// The budget as messages name it, such as `team-a/month`.
  String shown(String subject) {
    var period = terms.period().wireName();
    return subject.isEmpty() ? name + "/" + period : name + "/" + subject + "/" + period;
  }
}
