package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.runtime.routing.Deployment;

/// Is told of every attempt at a deployment: the one place where each begins and the one where each
/// ends, whichever way a call takes. Thread-safe; ends may come from another thread, after the
/// call.
@FunctionalInterface
public interface AttemptObserver {
  AttemptObserver NONE = _ -> _ -> {};

  /// An attempt is about to be sent.
  ///
  /// @throws dev.headgate.kernel.errors.CallFailed if it must not be
  Ending begin(Deployment.Remote deployment);

  /// Takes the end of one attempt, once.
  @FunctionalInterface
  interface Ending {
    /// @param reported what the provider said it took
    void ended(Reported reported);
  }

  /// What is known of an attempt that is over.
  ///
  /// @param usage as far as the provider reported it
  /// @param isFinal whether that is all: false where an answer broke off or nobody waited for it
  record Reported(Usage usage, boolean isFinal) {}
}
