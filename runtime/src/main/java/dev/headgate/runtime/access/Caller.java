package dev.headgate.runtime.access;

import dev.headgate.kernel.config.Names;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.net.InetAddress;
import java.util.List;

/// Who calls, and what was agreed with it. Immutable.
///
/// @param keyId of the key, the same through all its rotations; `declared/NAME` for a key of
///   `headgate.yaml`, `open` where no key is needed
/// @param name the key's name, `open` where no key is needed
/// @param scopes of the key and its project: all of them must allow what is asked for
public record Caller(
    String keyId, String name, Agreement agreement, List<Scope> scopes, Visit visit) {
  public static final Caller OPEN = new Caller("open");

  public Caller {
    scopes = List.copyOf(scopes);
  }

  /// A caller of the project `default` that may do everything.
  public Caller(String name) {
    this(name, name, Agreement.DEFAULT, List.of(), Visit.PLAIN);
  }

  public Account account() {
    return agreement.account();
  }

  public String project() {
    return agreement.account().project();
  }

  public String team() {
    return agreement.account().team();
  }

  public Priority priority() {
    return agreement.priority();
  }

  /// For whom a call is counted: the person that the key was given to, else the one that the call
  /// names.
  ///
  /// @param named by the call, empty if it names none
  public String userOr(String named) {
    var own = agreement.account().user();
    return own.isEmpty() ? named : own;
  }

  /// The same caller with one call of its.
  public Caller visiting(Visit call) {
    return new Caller(keyId, name, agreement, scopes, call);
  }

  /// The same caller, of no more importance than `asked`.
  public Caller lowered(Priority asked) {
    return new Caller(keyId, name, agreement.lowered(asked), scopes, visit);
  }

  public boolean mayUseModel(String model) {
    return scopes.stream().allMatch(scope -> scope.models().allow(model));
  }

  public boolean mayUseFeature(String feature) {
    return scopes.stream().allMatch(scope -> scope.features().allow(feature));
  }

  /// Throws [CallFailed] with `SCOPE_DENIED` if the key does not reach a model.
  public void requireModel(String model) {
    for (var scope : scopes) {
      if (!scope.models().allow(model)) {
        throw denied("call model \"" + Names.shown(model) + "\"", "models", scope.models());
      }
    }
  }

  public void requireFeature(String feature) {
    for (var scope : scopes) {
      if (!scope.features().allow(feature)) {
        throw denied("call feature \"" + Names.shown(feature) + "\"", "features", scope.features());
      }
    }
  }

  /// Whether it may name what a provider keeps for whoever has its key.
  public boolean mayUseProviderState() {
    return agreement.providerState();
  }

  /// What a call is told that names such a thing although it may not.
  ///
  /// @param member of the request
  public CallFailed deniedProviderState(String member) {
    return CallFailed.denied(
        member,
        "\"%s\" rests on what the provider keeps under a key that other projects use too; send the thing itself, or set projects.%s.provider-state: true"
            .formatted(member, project()));
  }

  /// @param path of the route, as declared
  public void requireEndpoint(String path) {
    for (var scope : scopes) {
      if (!scope.endpoints().allow(path)) {
        throw denied("use " + path, "endpoints", scope.endpoints());
      }
    }
  }

  /// Whether it matters from where it calls.
  public boolean isBoundToNetworks() {
    return scopes.stream().anyMatch(scope -> !scope.networks().isAnywhere());
  }

  public void requireNetwork(InetAddress address) {
    for (var scope : scopes) {
      var networks = scope.networks();
      if (!networks.isAnywhere() && !networks.contain(address)) {
        throw denied("call from " + address.getHostAddress(), "networks", networks);
      }
    }
  }

  private CallFailed denied(String what, String kind, Object allowed) {
    return new CallFailed(
        ErrorCode.SCOPE_DENIED,
        "key \"%s\" of project \"%s\" may not %s; its scope %s is: %s"
            .formatted(name, project(), what, kind, allowed));
  }
}
