package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.runtime.routing.Deployment;

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
  }
}
