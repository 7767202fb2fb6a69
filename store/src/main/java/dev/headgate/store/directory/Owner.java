package dev.headgate.store.directory;

/// The process that owns a data directory.
///
/// @param address where its server answers to this machine, as it announced it; empty before that
/// @param certificate SHA-256 of the certificate that its server shows, in hex; empty without TLS
public record Owner(long pid, String address, String certificate) {
  /// One that has not announced itself yet.
  static Owner silent(long pid) {
    return new Owner(pid, "", "");
  }
}
