package dev.headgate.runtime.limits;

import dev.headgate.runtime.access.Allowance;
import dev.headgate.runtime.limits.Subject.Kind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The meters of all subjects. Keys, teams, projects and models are as many as are declared; users
/// are whoever callers name, so their number is bounded: beyond it, further users of a project
/// share one meter. So nobody escapes a limit by naming ever new users. Thread-safe.
final class Meters {
  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String OTHERS = "(others)";

  private final Map<Subject, Meter> declared = new ConcurrentHashMap<>();
  private final Map<Subject, Meter> users = new ConcurrentHashMap<>();
  private final AtomicInteger userCount = new AtomicInteger();
  private final AtomicLong sweptAt;

  Meters(long now) {
    this.sweptAt = new AtomicLong(now - SWEEP_NANOS);
  }

  Meter of(Subject subject, Allowance allowance, int maxUsers, long now) {
    if (subject.kind() != Kind.USER) {
      return declared.computeIfAbsent(subject, name -> new Meter(name, allowance, now));
    }
    var known = users.get(subject);
    if (known != null) {
      return known;
    }
    if (userCount.get() >= maxUsers) {
      forgetIdleUsers(now);
    }
    if (userCount.get() >= maxUsers) {
      var others = new Subject(Kind.USER, subject.project(), OTHERS);
      return declared.computeIfAbsent(others, name -> new Meter(name, allowance, now));
    }
    return users.computeIfAbsent(
        subject,
        name -> {
          userCount.incrementAndGet();
          return new Meter(name, allowance, now);
        });
  }

  int size() {
    return declared.size() + userCount.get();
  }

  // At most once a second, since it looks at all of them.
  private void forgetIdleUsers(long now) {
    var last = sweptAt.get();
    if (now - last < SWEEP_NANOS || !sweptAt.compareAndSet(last, now)) {
      return;
    }
    users.forEach((subject, meter) -> {
      if (meter.isIdle(now) && users.remove(subject, meter)) {
        userCount.decrementAndGet();
      }
    });
  }
}
