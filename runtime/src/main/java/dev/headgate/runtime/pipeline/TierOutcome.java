package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.answers.Answer;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.contracts.ContractOutcome;
import dev.headgate.runtime.pipeline.calls.Resolution;
import dev.headgate.runtime.pipeline.calls.StepText;
import dev.headgate.runtime.traces.AskedModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a tier came to.
sealed interface TierOutcome {
  /// It has answered, and the caller has the answer.
  ///
  /// @param by the deployment, null if it is the one that the tier names
  /// @param steps what each step of a chain said, in order
  record Answered(
      Resolution resolution,
      Answer answer,
      Completion completion,
      @Nullable AskedModel by,
      ContractOutcome contract,
      List<StepText> steps)
      implements TierOutcome {
    public Answered {
      steps = List.copyOf(steps);
    }

    Answered(
        Resolution resolution,
        Answer answer,
        Completion completion,
        @Nullable AskedModel by,
        ContractOutcome contract) {
      this(resolution, answer, completion, by, contract, List.of());
    }
  }

  /// @param failure what stopped it, null if it stepped aside by itself
  /// @param usage what it took all the same
  record MovedDown(String reason, @Nullable CallFailed failure, Usage usage)
      implements TierOutcome {
    static MovedDown because(String reason) {
      return new MovedDown(reason, null, Usage.NONE);
    }
  }

  /// A text that was there already is handed over.
  ///
  /// @param model empty if none wrote it
  static Answered said(Resolution resolution, Answer answer, String model, Walk walk) {
    walk.handOver(answer.text());
    return new Answered(
        resolution,
        answer,
        new Completion(model, "", FinishReason.STOP, Usage.NONE),
        null,
        ContractOutcome.NONE);
  }

  /// The same of a document that fits the contract.
  static Answered said(
      Resolution resolution, String document, ContractOutcome contract, Walk walk) {
    walk.handOver(document, contract);
    return new Answered(
        resolution,
        new Answer(document, List.of(), null),
        new Completion("", "", FinishReason.STOP, Usage.NONE),
        null,
        contract);
  }
}
