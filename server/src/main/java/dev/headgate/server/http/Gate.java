package dev.headgate.server.http;

import dev.headgate.runtime.access.Access;
import dev.headgate.runtime.pipeline.Credentials;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Lets callers in. Asked before every handler, so that none can forget to. Thread-safe.
public final class Gate {
  private final Supplier<Access> access;
  private final Consumer<Credentials> admin;

  /// @param access as it is declared now
  /// @param admin throws [dev.headgate.kernel.errors.CallFailed] unless it is shown the admin token
  public Gate(Supplier<Access> access, Consumer<Credentials> admin) {
    this.access = access;
    this.admin = admin;
  }

  /// Throws [dev.headgate.kernel.errors.CallFailed] with `INVALID_API_KEY`. A caller's key opens
  /// everything but the admin routes; those ask for the admin token even where no keys are
  /// declared.
  void check(Permission permission, Credentials credentials) {
    switch (permission) {
      case PUBLIC -> {}
      case ADMIN -> admin.accept(credentials);
      case CALL, METRICS -> {
        var _ = access.get().identify(credentials.apiKey());
      }
    }
  }

  /// Whether callers need no key.
  boolean isOpen() {
    return access.get().isOpen();
  }
}
