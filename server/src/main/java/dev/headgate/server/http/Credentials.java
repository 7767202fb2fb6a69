package dev.headgate.server.http;

/// What a caller shows at the door.
///
/// @param apiKey empty if none was sent
public record Credentials(String apiKey) {
  @Override
  public String toString() {
    return "Credentials[***]";
  }
}
