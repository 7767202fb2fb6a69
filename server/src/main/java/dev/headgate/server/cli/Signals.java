package dev.headgate.server.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Hears of Ctrl-C and SIGTERM before the JVM's own shutdown begins. The JDK has nothing for that
/// but `sun.misc.Signal`, which is part of `jdk.unsupported`, and whose every use is a warning of
/// the compiler; so it is looked up by name. Where it is missing, nothing is heard.
final class Signals {
  private static final System.Logger LOG = System.getLogger(Signals.class.getName());
  private static final List<String> NAMES = List.of("INT", "TERM");

  private final Map<Object, Object> before = new LinkedHashMap<>();

  /// @param heard is told of each signal
  Signals(Consumer<Object> heard) {
    for (var name : NAMES) {
      try {
        var signal = type().getConstructor(String.class).newInstance(name);
        var handlers = Class.forName("sun.misc.SignalHandler");
        InvocationHandler told =
            (_, _, arguments) -> {
              heard.accept(arguments[0]);
              return null;
            };
        var handler =
            Proxy.newProxyInstance(
                ClassLoader.getSystemClassLoader(), new Class<?>[] {handlers}, told);
        before.put(signal, handle().invoke(null, signal, handler));
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        LOG.log(System.Logger.Level.DEBUG, "the JVM itself ends at SIG" + name, e);
      }
    }
  }

  /// Hears no more, and gives the signal to who would have had it.
  void passOn(Object signal) {
    try {
      for (var old : before.entrySet()) {
        var _ = handle().invoke(null, old.getKey(), old.getValue());
      }
      var _ = type().getMethod("raise", type()).invoke(null, signal);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("what was heard of cannot be passed on", e);
    }
  }

  private static Class<?> type() throws ClassNotFoundException {
    return Class.forName("sun.misc.Signal");
  }

  private static Method handle() throws ReflectiveOperationException {
    return type().getMethod("handle", type(), Class.forName("sun.misc.SignalHandler"));
  }
}
