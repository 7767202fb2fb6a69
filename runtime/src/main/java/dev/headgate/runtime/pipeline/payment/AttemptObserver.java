package dev.headgate.runtime.pipeline.payment;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.routing.Deployment;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/// Is told of every attempt of a call at a deployment: the one place where each begins and the one
/// where each ends, whichever way the call takes. Thread-safe; ends may come from another thread,
/// after the call.
@FunctionalInterface
public interface AttemptObserver {
  AttemptObserver NONE = (_, _) -> _ -> {};

  /// An attempt is about to be sent.
  ///
  /// @param said what is sent besides the call: the beginning of the answer
  /// @throws dev.headgate.kernel.errors.CallFailed if it must not be
  Ending begin(Deployment.Remote deployment, String said);

  /// Takes the end of one attempt, once.
  @FunctionalInterface
  interface Ending {
    void ended(Reported reported);

    /// The most output tokens that the attempt may ask for, 0 if it may ask for as many as the call
    /// does.
    default int maxTokens() {
      return 0;
    }

    /// Nano-dollars that may be spent on whatever the attempt leads to, -1 if nobody limits it.
    default long granted() {
      return -1;
    }

    /// Whether an answer has more output tokens than are paid for.
    default boolean outgrows(long tokens) {
      return false;
    }

    /// Pays for an answer that goes on, whatever it was to be bounded by.
    ///
    /// @param tokens output tokens that it has for certain
    /// @param reported by the provider until now
    /// @throws dev.headgate.kernel.errors.CallFailed `BUDGET_EXCEEDED`; the attempt must be cut
    default void grow(long tokens, Usage reported) {}

    /// Pays for the time that the attempt takes, from now on until it ends.
    ///
    /// @param timer its tasks are short
    /// @param cut ends the call
    default void watchTime(ScheduledExecutorService timer, Consumer<CallFailed> cut) {}

    /// Returns when nothing that happens to this process can undo what the attempt took.
    ///
    /// @throws dev.headgate.kernel.errors.CallFailed if that cannot be had; the call must end
    default void awaitDurable() {}
  }

  /// What is known of an attempt that is over.
  sealed interface Reported {
    /// The answer is whole.
    ///
    /// @param usage as the provider reported it, [Usage#NONE] if it reported none
    /// @param tier at which it was served, empty if the provider did not say
    record Used(Usage usage, String responseModel, String tier) implements Reported {}

    /// It was refused, or never reached the provider.
    record Nothing() implements Reported {}

    /// Nobody knows: the answer broke off, or nobody waited for it.
    ///
    /// @param usage as far as the provider reported it
    record Unknown(Usage usage) implements Reported {}

    /// Whether its provider has not said all that it took.
    default boolean isUntold() {
      return switch (this) {
        case Used(var usage, _, _) -> usage.equals(Usage.NONE);
        case Nothing _ -> false;
        case Unknown _ -> true;
      };
    }
  }
}
