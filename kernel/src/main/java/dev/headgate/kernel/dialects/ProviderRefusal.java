package dev.headgate.kernel.dialects;

/// Why a call failed, in a provider's words: the cause of a
/// [dev.headgate.kernel.errors.CallFailed]. The words may quote the request, so they are for the
/// caller who sent it; the message of this exception, which may be logged, has none of them.
public final class ProviderRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient WireError error;

  public ProviderRefusal(WireError error) {
    super("the provider answered " + error.status());
    this.error = error;
  }

  public WireError error() {
    return error;
  }
}
