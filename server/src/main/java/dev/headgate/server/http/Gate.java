package dev.headgate.server.http;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.access.Access;
import dev.headgate.runtime.access.Caller;
import dev.headgate.runtime.access.KeyTermsJson;
import dev.headgate.runtime.access.Lineage;
import dev.headgate.runtime.access.LineageSeal;
import dev.headgate.runtime.access.Visit;
import dev.headgate.runtime.limits.Admission.Permit;
import dev.headgate.runtime.limits.Limits;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Lets callers in. Asked before every handler, and before a body is read, so that none can forget
/// to and a refusal costs little. Thread-safe.
public final class Gate {
  private static final HeaderName PRIORITY = HeaderNames.create("x-headgate-priority");
  private static final HeaderName DATA_CLASS = HeaderNames.create("x-headgate-data-class");
  private static final HeaderName TIMEOUT = HeaderNames.create("x-headgate-timeout");
  private static final HeaderName SDK_TIMEOUT = HeaderNames.create("x-stainless-timeout");
  private static final double MAX_SECONDS = 1e9;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final HeaderName LINEAGE = HeaderNames.create(LineageSeal.HEADER);
  private static final HeaderName FORWARDED_FOR = HeaderNames.create("x-forwarded-for");

  private final Supplier<Access> access;
  private final Consumer<Credentials> admin;
  private final Limits limits;
  private final LineageSeal lineages;
  private final InstantSource clock;

  /// @param access as it is declared now
  /// @param admin throws [CallFailed] unless it is shown the admin token
  public Gate(
      Supplier<Access> access,
      Consumer<Credentials> admin,
      Limits limits,
      LineageSeal lineages,
      InstantSource clock) {
    this.access = access;
    this.admin = admin;
    this.limits = limits;
    this.lineages = lineages;
    this.clock = clock;
  }

  /// Finds out who calls, and waits until there is room for the call. Throws [CallFailed] with
  /// `INVALID_API_KEY`, `SCOPE_DENIED` or `OVERLOADED`. A caller's key opens everything within its
  /// scope but the admin routes; those ask for the admin token even where no keys are declared.
  /// Nothing but calls ever waits or is refused for overload.
  ///
  /// @return what to close when the request has been answered
  Permit enter(Routes.Route route, HttpCall call) {
    return switch (route.permission()) {
      case PUBLIC -> Permit.FREE;
      case ADMIN -> {
        admin.accept(call.credentials());
        yield Permit.FREE;
      }
      case METRICS -> {
        call.identified(identify(route, call));
        yield Permit.FREE;
      }
      case CALL -> admit(identify(route, call), call);
    };
  }

  /// How long a connection rests whose call has been refused for overload.
  Duration rest() {
    return limits.admission().rest();
  }

  /// Whether callers need no key.
  boolean isOpen() {
    return access.get().isOpen();
  }

  private Caller identify(Routes.Route route, HttpCall call) {
    var now = access.get();
    var caller = now.identify(call.credentials().apiKey());
    caller.requireEndpoint(route.path());
    if (caller.isBoundToNetworks()) {
      var forwarded = call.requestHeaders(FORWARDED_FOR);
      caller.requireNetwork(ClientAddress.of(call.peer(), forwarded, now.trustedProxies()));
    }
    return caller;
  }

  private Permit admit(Caller identified, HttpCall call) {
    var asked = call.requestHeader(PRIORITY);
    var caller =
        asked.isEmpty()
            ? identified
            : identified.lowered(KeyTermsJson.priorityOf(PRIORITY.defaultCase(), asked));
    var sealed = call.requestHeader(LINEAGE);
    var lineage = sealed.isEmpty() ? Lineage.ROOT : lineages.read(sealed);
    var left = nanosLeft(lineage, call);
    if (left <= 0) {
      throw new CallFailed(
          ErrorCode.CALL_TIMEOUT, "the time for the call was over before it came; allow it more");
    }
    var deadline = System.nanoTime() + left;
    var visit = new Visit(call.requestHeader(DATA_CLASS), lineage, deadline, call::addHeader);
    var permit =
        limits
            .admission()
            .enter(caller.priority(), caller.project(), call.announcedBytes(), deadline);
    call.identified(caller.visiting(visit));
    call.overdueAt(deadline);
    return permit;
  }

  private long nanosLeft(Lineage lineage, HttpCall call) {
    var left = limits.bounds().maxDuration().toNanos();
    var own = call.requestHeader(TIMEOUT);
    if (!own.isEmpty()) {
      left = Math.min(left, nanos(own).orElseThrow(Gate::noTime));
    } else {
      // What an SDK adds by itself is a hint: one that cannot be read is none.
      left = Math.min(left, nanos(call.requestHeader(SDK_TIMEOUT)).orElse(left));
    }
    if (lineage.deadlineMillis() > 0) {
      var untilThen = Math.max(0, lineage.deadlineMillis() - clock.millis());
      left = Math.min(left, TimeUnit.MILLISECONDS.toNanos(untilThen));
    }
    return left;
  }

  private static OptionalLong nanos(String seconds) {
    if (seconds.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      var number = Double.parseDouble(seconds);
      return number > 0
          ? OptionalLong.of((long) (Math.min(number, MAX_SECONDS) * NANOS_PER_SECOND))
          : OptionalLong.empty();
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }

  private static CallFailed noTime() {
    return CallFailed.invalid(
        TIMEOUT.defaultCase(),
        "the header %s must be a number of seconds above 0, such as 30 or 2.5"
            .formatted(TIMEOUT.defaultCase()));
  }
}
