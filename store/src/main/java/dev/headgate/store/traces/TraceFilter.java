package dev.headgate.store.traces;

/// Which calls to list. An empty text or zero means any.
///
/// @param status `ok` or an error code
/// @param model requested or answered
/// @param sinceMillis epoch milliseconds
public record TraceFilter(
    String caller, String feature, String status, String model, long sinceMillis) {
  public static final TraceFilter ALL = new TraceFilter("", "", "", "", 0);
}
