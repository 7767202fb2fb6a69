package dev.headgate.runtime.limits;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.access.Allowance;
import dev.headgate.runtime.access.Caller;
import dev.headgate.runtime.access.Priority;
import dev.headgate.runtime.access.Projects;
import dev.headgate.runtime.limits.Subject.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Lets a call in if everybody whom it counts for has something left: its key, user, team and
/// project, and its model. What it may use at most is held before it runs, for all of them or for
/// none. Thread-safe.
public final class Limits {
  private static final Duration FOR_A_FREE_PLACE = Duration.ofSeconds(1);

  private final LongSupplier nanoTime;
  private final Meters meters;
  private final LimitCounts counts = new LimitCounts();
  private final Admission admission;
  private volatile Declared declared;

  private record Declared(LimitsConfig config, Projects projects, boolean limitsUsers) {}

  /// Somebody who is limited, with what it may use.
  private record Share(Subject subject, Allowance allowance) {}

  /// @param nanoTime a monotonic clock
  public Limits(LimitsConfig config, Projects projects, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.meters = new Meters(nanoTime.getAsLong());
    this.declared = declared(config, projects);
    this.admission = new Admission(config.overload(), counts);
  }

  /// Limits for those who set none.
  public static Limits unlimited() {
    return new Limits(LimitsConfig.DEFAULT, Projects.NONE, System::nanoTime);
  }

  /// Other limits hold from the next call on; what was used stays used.
  public void declare(LimitsConfig config, Projects projects) {
    declared = declared(config, projects);
    admission.declare(config.overload());
  }

  private static Declared declared(LimitsConfig config, Projects projects) {
    return new Declared(config, projects, !config.each().user().isUnlimited());
  }

  public LimitsConfig.CallBounds bounds() {
    return declared.config.bounds();
  }

  public LimitCounts counts() {
    return counts;
  }

  /// Subjects whose use is remembered.
  public int tracked() {
    return meters.size();
  }

  /// The gate of the whole server.
  public Admission admission() {
    return admission;
  }

  /// Refuses a call that was let in, once it is known that it matters less than its caller. Throws
  /// [CallFailed] with `OVERLOADED`.
  ///
  /// @param priority of what is called, null if it has none of its own
  public void requireRoom(Caller caller, @Nullable Priority priority) {
    if (priority != null && caller.priority().lowered(priority) != caller.priority()) {
      admission.requireRoom(priority);
    }
  }

  /// Throws [CallFailed] with `RATE_LIMITED` if somebody has nothing left. Either way the caller is
  /// told how much it has.
  public Entered enter(Caller caller, CallFacts facts) {
    var shares = shares(caller, facts, declared);
    if (shares.isEmpty()) {
      return Entered.FREE;
    }
    var entry = new Entry(caller, facts, nanoTime.getAsLong());
    try {
      return entered(entry, shares);
    } finally {
      entry.headers.tell(caller.visit().notices());
    }
  }

  /// Lets a call that is in already ask a model that it does not name itself. Throws [CallFailed]
  /// with `RATE_LIMITED` if the model has nothing left.
  ///
  /// @param facts of what is asked of the model
  public Entered enterModel(Caller caller, CallFacts facts) {
    var share = model(facts.model(), declared);
    return share.isEmpty()
        ? Entered.FREE
        : entered(new Entry(caller, facts, nanoTime.getAsLong()), List.of(share.get()));
  }

  /// Lets a call that is in already ask the model that was chosen for it. What it names itself it
  /// may ask anyway.
  ///
  /// @param facts of the call, with the model that it names
  public Entered enterChosen(Caller caller, CallFacts facts, String chosen) {
    return chosen.equals(facts.model()) ? Entered.FREE : enterModel(caller, facts.of(chosen));
  }

  private Entered entered(Entry entry, List<Share> shares) {
    try {
      for (var share : shares) {
        entry.take(share, declared.config.maxUsers());
      }
    } catch (CallFailed e) {
      entry.undo();
      throw e;
    }
    return entry.entered();
  }

  // The narrowest first: whoever is at its own limit takes nothing from the others.
  private static List<Share> shares(Caller caller, CallFacts facts, Declared now) {
    var shares = new ArrayList<Share>(5);
    var each = now.config.each();
    add(
        shares,
        Kind.KEY,
        caller.project(),
        caller.keyId(),
        caller.agreement().limits().or(each.key()));
    var user = now.limitsUsers ? caller.userOr(facts.user()) : "";
    if (!user.isEmpty()) {
      add(shares, Kind.USER, caller.project(), user, each.user());
    }
    var project = now.projects.find(caller.project());
    if (!caller.team().isEmpty()) {
      var own =
          project
              .map(found -> found.teams().getOrDefault(caller.team(), Allowance.UNLIMITED))
              .orElse(Allowance.UNLIMITED);
      add(shares, Kind.TEAM, caller.project(), caller.team(), own.or(each.team()));
    }
    var whole = project.map(found -> found.limits()).orElse(Allowance.UNLIMITED);
    add(shares, Kind.PROJECT, caller.project(), "", whole.or(each.project()));
    model(facts.model(), now).ifPresent(shares::add);
    return shares;
  }

  private static Optional<Share> model(String name, Declared now) {
    return Optional.ofNullable(now.config.models().get(name))
        .filter(allowance -> !allowance.isUnlimited())
        .map(allowance -> new Share(new Subject(Kind.MODEL, "", name), allowance));
  }

  private static void add(
      List<Share> shares, Kind kind, String project, String name, Allowance allowance) {
    if (!allowance.isUnlimited()) {
      shares.add(new Share(new Subject(kind, project, name), allowance));
    }
  }

  /// One call on its way in, and what it has taken so far.
  private final class Entry {
    private final Caller caller;
    private final CallFacts facts;
    private final long now;
    private final LimitHeaders headers = new LimitHeaders();
    private final List<Meter> running = new ArrayList<>(4);
    private final List<Bucket> requestBuckets = new ArrayList<>(4);
    private final List<Bucket> tokenBuckets = new ArrayList<>(4);
    private long tokens = -1;

    Entry(Caller caller, CallFacts facts, long now) {
      this.caller = caller;
      this.facts = facts;
      this.now = now;
    }

    void take(Share share, int maxUsers) {
      var subject = share.subject;
      var allowance = share.allowance;
      var meter = meters.of(subject, allowance, maxUsers, now);
      if (allowance.concurrent() > 0) {
        if (!meter.enter(allowance.concurrent())) {
          throw tooManyAtOnce(subject, allowance.concurrent());
        }
        running.add(meter);
      }
      var buckets = meter.buckets(allowance, now);
      for (var bucket : buckets.requests()) {
        take(subject, "requests", bucket, 1);
        requestBuckets.add(bucket);
        headers.requests(subject, bucket, now);
      }
      for (var bucket : buckets.tokens()) {
        tokens = tokens < 0 ? Math.max(1, facts.tokens().getAsLong()) : tokens;
        take(subject, "tokens", bucket, tokens);
        tokenBuckets.add(bucket);
        headers.tokens(subject, bucket, now);
      }
    }

    private void take(Subject subject, String what, Bucket bucket, long amount) {
      if (!bucket.canHold(amount)) {
        tell(subject, what, bucket);
        throw neverFits(subject, bucket, amount);
      }
      var wait = bucket.hold(amount, now);
      if (wait > 0) {
        tell(subject, what, bucket);
        throw tooFast(subject, what, bucket, amount, wait);
      }
    }

    private void tell(Subject subject, String what, Bucket bucket) {
      if (what.equals("tokens")) {
        headers.tokens(subject, bucket, now);
      } else {
        headers.requests(subject, bucket, now);
      }
    }

    Entered entered() {
      requestBuckets.forEach(bucket -> bucket.settle(1, 1, now));
      return new Entered(running, tokenBuckets, tokens, nanoTime);
    }

    void undo() {
      requestBuckets.forEach(bucket -> bucket.settle(1, 0, now));
      tokenBuckets.forEach(bucket -> bucket.settle(tokens, 0, now));
      running.forEach(Meter::leave);
    }

    private CallFailed tooManyAtOnce(Subject subject, int most) {
      counts.refused(subject, "concurrent");
      return new CallFailed(
              ErrorCode.RATE_LIMITED,
              "%s runs %,d calls at the same time already, as many as it may; send the call when one has ended"
                  .formatted(shown(subject), most))
          .retryAfter(FOR_A_FREE_PLACE);
    }

    private CallFailed tooFast(
        Subject subject, String what, Bucket bucket, long amount, long wait) {
      counts.refused(subject, what);
      return new CallFailed(
              ErrorCode.RATE_LIMITED,
              "%s may use %,d %s per %s and has %,d left, the call takes %s%,d; try again in %s"
                  .formatted(
                      shown(subject),
                      bucket.rate().amount(),
                      what,
                      bucket.rate().window().word(),
                      bucket.remaining(now),
                      what.equals("tokens") ? "up to " : "",
                      amount,
                      LimitHeaders.duration(wait)))
          .retryAfter(Duration.ofNanos(wait));
    }

    private CallFailed neverFits(Subject subject, Bucket bucket, long amount) {
      counts.refused(subject, "tokens");
      return new CallFailed(
          ErrorCode.RATE_LIMITED,
          "the call may use up to %,d tokens, and %s never has more than %,d per %s; shorten it or lower max_tokens"
              .formatted(
                  amount, shown(subject), bucket.rate().amount(), bucket.rate().window().word()));
    }

    // A key's id says little to its owner.
    private String shown(Subject subject) {
      return subject.kind() == Kind.KEY ? "key \"" + caller.name() + "\"" : subject.toString();
    }
  }
}
