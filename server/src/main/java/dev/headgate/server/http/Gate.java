package dev.headgate.server.http;

import dev.headgate.runtime.access.Access;
import dev.headgate.runtime.access.Caller;
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

  /// Who calls. Throws [dev.headgate.kernel.errors.CallFailed] with `INVALID_API_KEY`. A caller's
  /// key opens everything but the admin routes; those ask for the admin token even where no keys
  /// are declared.
  Caller check(Permission permission, Credentials credentials) {
    return switch (permission) {
      case PUBLIC -> Caller.OPEN;
      case ADMIN -> {
        admin.accept(credentials);
        yield Caller.OPEN;
      }
      case CALL, METRICS -> access.get().identify(credentials.apiKey());
    };
  }

  /// Whether callers need no key.
  boolean isOpen() {
    return access.get().isOpen();
  }
}
