package dev.headgate.server.e2e;

import java.nio.file.Path;

/// A project whose models have a hard budget each: a dollar for the calls of that name.
record PricedProject(TestProject project) {
  private static final String PRICE = "price: {input: $1000, output: $4000}";

  PricedProject(Path folder, String baseUrl, String illUrl) {
    this(new TestProject(folder, baseUrl));
    var yaml = new StringBuilder("server: {port: 0}\nproviders:\n");
    yaml.append("  scripted: {base-url: \"%s\"}\n".formatted(baseUrl));
    yaml.append("  ill: {base-url: \"%s\"}\nmodels:\n".formatted(illUrl));
    yaml.append("  smart: {provider: scripted, model: m, " + PRICE + "}\n");
    yaml.append("  unpriced: {provider: scripted, model: nobody-knows}\n");
    yaml.append("  retried:\n    deployments:\n");
    yaml.append("      - {provider: ill, model: m, " + PRICE + "}\n");
    yaml.append("      - {provider: scripted, model: m, " + PRICE + "}\n");
    for (var name : new String[] {"racing", "clamped", "cut", "unbounded", "told", "killed"}) {
      yaml.append("  %s: {provider: scripted, model: m, %s}\n".formatted(name, PRICE));
    }
    yaml.append("  unlimited: {provider: scripted, model: m, price: {input: $1, output: $1}}\n");
    yaml.append("budgets:\n  quick: {limit: $1, window: total, match: {feature: quick}}\n");
    yaml.append("  each-user: {limit: $1, window: total, per: user, match: {feature: quick}}\n");
    for (var name :
        new String[] {
          "racing",
          "clamped",
          "cut",
          "unbounded",
          "told",
          "killed",
          "unpriced",
          "unlimited",
          "retried"
        }) {
      yaml.append("  %s: {limit: $1, window: total, match: {model: %s}}\n".formatted(name, name));
    }
    project.write("headgate.yaml", yaml.toString());
  }
}
