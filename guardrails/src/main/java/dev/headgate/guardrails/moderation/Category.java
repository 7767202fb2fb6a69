package dev.headgate.guardrails.moderation;

import java.util.Locale;

/// What moderation tells apart, each by a head of its own.
public enum Category {
  HARMFUL("Requests for harm, and answers that help with it: weapons, attacks, fraud, self-harm"),
  TOXIC("Abuse: insults, threats, and hatred of people or groups");

  private final String doc;

  Category(String doc) {
    this.doc = doc;
  }

  /// What it covers, in a sentence for the reference.
  String doc() {
    return doc;
  }

  /// The kind of its findings, the name of its head, and its key.
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }
}
