package dev.headgate.providers.catalog;

import java.io.InputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads an edition, which `edition.py` wrote. What it does not know is a mistake of this program.
final class EditionReader {
  private final Map<String, Unit> byPrice = new LinkedHashMap<>();

  static Edition read(InputStream in) {
    return new EditionReader().edition(Tree.map(Tree.read(in)));
  }

  private Edition edition(Map<?, ?> tree) {
    Tree.map(tree.get("units"))
        .forEach((name, unit) -> addUnit(String.valueOf(name), Tree.map(unit)));
    return new Edition(
        LocalDate.parse(Tree.text(tree.get("edition"))),
        Tree.text(tree.get("source")),
        Tree.list(tree.get("providers")).stream().map(Tree::map).map(this::provider).toList());
  }

  private void addUnit(String name, Map<?, ?> unit) {
    var dimensions = texts(unit.get("is"));
    byPrice.put(
        Tree.text(unit.get("price")),
        new Unit(name, Tree.number(unit.get("per")).orElseThrow(), dimensions));
  }

  private PricedProvider provider(Map<?, ?> tree) {
    return new PricedProvider(
        Tree.text(tree.get("id")),
        tree.containsKey("match") ? clause(Tree.map(tree.get("match"))) : null,
        Tree.list(tree.get("fallback")).stream().map(Tree::text).toList(),
        Tree.list(tree.get("extractors")).stream().map(item -> extractor(Tree.map(item))).toList(),
        Tree.list(tree.get("models")).stream().map(item -> model(Tree.map(item))).toList());
  }

  private PricedModel model(Map<?, ?> tree) {
    var prices =
        Tree.list(tree.get("prices")).stream()
            .map(Tree::map)
            .map(price -> new PricedModel.Dated(period(price), rates(price)))
            .toList();
    var variants =
        Tree.list(tree.get("variants")).stream()
            .map(Tree::map)
            .map(variant ->
                new PricedModel.Variant(
                    texts(variant.get("when")), period(variant), rates(variant)))
            .toList();
    return new PricedModel(
        Tree.text(tree.get("id")), clause(Tree.map(tree.get("match"))), prices, variants);
  }

  private static PricedModel.Period period(Map<?, ?> tree) {
    if (tree.containsKey("from")) {
      return new PricedModel.Period.From(LocalDate.parse(Tree.text(tree.get("from"))));
    }
    var daily = Tree.list(tree.get("daily"));
    return daily.isEmpty()
        ? new PricedModel.Period.Always()
        : new PricedModel.Period.Daily(
            LocalTime.parse(Tree.text(daily.getFirst())),
            LocalTime.parse(Tree.text(daily.getLast())));
  }

  private Map<Unit, Rate> rates(Map<?, ?> tree) {
    var rates = new LinkedHashMap<Unit, Rate>();
    Tree.map(tree.get("rates"))
        .forEach((price, rate) -> {
          var unit = byPrice.get(String.valueOf(price));
          if (unit == null) {
            throw new IllegalStateException("the catalog has a price of nothing: " + price);
          }
          rates.put(unit, rate(rate));
        });
    return rates;
  }

  private static Rate rate(@Nullable Object value) {
    if (value instanceof String flat) {
      return new Rate(new BigDecimal(flat), List.of());
    }
    var tree = Tree.map(value);
    var steps = new ArrayList<Rate.Step>();
    for (var step : Tree.list(tree.get("above"))) {
      var pair = Tree.list(step);
      steps.add(
          new Rate.Step(
              Tree.number(pair.getFirst()).orElseThrow(),
              new BigDecimal(Tree.text(pair.getLast()))));
    }
    return new Rate(new BigDecimal(Tree.text(tree.get("base"))), steps);
  }

  private static Clause clause(Map<?, ?> tree) {
    var entry = tree.entrySet().iterator().next();
    var value = entry.getValue();
    return switch (String.valueOf(entry.getKey())) {
      case "starts_with" -> new Clause.StartsWith(lower(value));
      case "ends_with" -> new Clause.EndsWith(lower(value));
      case "contains" -> new Clause.Contains(lower(value));
      case "equals" -> new Clause.Equal(lower(value));
      case "regex" -> new Clause.Matches(Pattern.compile(Tree.text(value)));
      case "or" -> new Clause.Any(clauses(value));
      case "and" -> new Clause.All(clauses(value));
      case String unknown ->
          throw new IllegalStateException("the catalog has an unknown test: " + unknown);
    };
  }

  private static List<Clause> clauses(@Nullable Object value) {
    return Tree.list(value).stream().map(item -> clause(Tree.map(item))).toList();
  }

  private static String lower(@Nullable Object value) {
    return Tree.text(value).toLowerCase(Locale.ROOT);
  }

  private static Extractor extractor(Map<?, ?> tree) {
    var fields =
        Tree.list(tree.get("fields")).stream()
            .map(Tree::map)
            .map(field ->
                new Extractor.Field(
                    path(field.get("path")),
                    Tree.text(field.get("to")),
                    Boolean.TRUE.equals(field.get("required"))))
            .toList();
    return new Extractor(Tree.text(tree.get("flavor")), path(tree.get("root")), fields);
  }

  private static List<Extractor.Step> path(@Nullable Object value) {
    var path = new ArrayList<Extractor.Step>();
    for (var step : Tree.list(value)) {
      path.add(
          step instanceof String name
              ? new Extractor.Step.Member(name)
              : new Extractor.Step.Item(
                  Tree.text(Tree.map(step).get("where")), Tree.text(Tree.map(step).get("is"))));
    }
    return path;
  }

  private static Map<String, String> texts(@Nullable Object value) {
    var texts = new LinkedHashMap<String, String>();
    Tree.map(value).forEach((key, text) -> texts.put(String.valueOf(key), Tree.text(text)));
    return texts;
  }
}
