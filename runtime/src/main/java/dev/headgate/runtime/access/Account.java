package dev.headgate.runtime.access;

/// Whom a call is for, from the widest to the narrowest.
///
/// @param project the tenant that owns keys, budgets and data
/// @param team within the project, empty if none
/// @param user to whom the key was given, empty if to no single person
public record Account(String project, String team, String user) {
  /// The project of whoever names none.
  public static final String DEFAULT_PROJECT = "default";

  public static final Account DEFAULT = new Account(DEFAULT_PROJECT, "", "");
}
