package dev.headgate.runtime.reviews;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;

/// Where calls go that a person shall answer.
@FunctionalInterface
public interface Escalations {
  /// Takes no call.
  Escalations NONE =
      _ -> {
        throw new CallFailed(ErrorCode.REVIEW_QUEUE_FULL, "nobody reviews calls here");
      };

  /// Puts a call in the queue; when this returns it survives a power cut.
  ///
  /// @return the id under which the caller finds the answer
  /// @throws CallFailed with `REVIEW_QUEUE_FULL` if too many wait
  String put(Escalation escalation);
}
