package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.contracts.Contract;
import dev.headgate.runtime.contracts.ContractOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks a model for drafts of an answer until one fits a contract, as often as the contract allows
/// and whoever asks does. Each draft is judged while it is written. One use.
final class Drafting {
  /// The most of a draft that a model is shown again when it shall mend it.
  private static final int MAX_REPEATED_CHARACTERS = 100_000;

  private final Contract contract;
  private final Asking asking;
  private final BiConsumer<StringBuilder, String> append;
  private Usage usage = Usage.NONE;
  private String why = "";

  /// @param append adds a piece to a draft, or throws if that gets too long
  Drafting(Contract contract, Asking asking, BiConsumer<StringBuilder, String> append) {
    this.contract = contract;
    this.asking = asking;
    this.append = append;
  }

  /// Asks a model once.
  @FunctionalInterface
  interface Asking {
    /// @throws CallFailed if it does not answer
    Conversing.Said ask(ChatRequest request, Function<Conversing, Conversing.Said> how);
  }

  /// What the drafts came to. Each has the usage of them all, as far as providers have told it.
  sealed interface Result {
    record Fits(Contract.Judged.Fit fit, ContractOutcome outcome, Conversing.Said said, Usage usage)
        implements Result {}

    /// @param why the last one did not fit
    record Unfit(String why, Usage usage) implements Result {}

    record NoAnswer(Usage usage) implements Result {}

    /// @param why the draft before did not fit, empty if there was none
    record Stopped(CallFailed failure, String why, Usage usage) implements Result {}
  }

  /// @param said null if it was given up
  private record Written(Contract.Judged judged, Draft draft, Conversing.@Nullable Said said) {}

  Result until(ChatRequest first) {
    var request = first;
    for (var repair = 0; ; repair++) {
      Written written;
      try {
        written = write(request);
      } catch (CallFailed e) {
        return new Result.Stopped(e, why, usage);
      }
      var said = written.said;
      usage = said == null ? usage : usage.plus(said.completion().usage());
      if (written.draft.hasNoAnswer()) {
        return new Result.NoAnswer(usage);
      }
      if (said != null && written.judged instanceof Contract.Judged.Fit fit) {
        return new Result.Fits(fit, outcome(), said, usage);
      }
      if (written.judged instanceof Contract.Judged.Unfit unfit) {
        why = unfit.reason();
        request = request.with(mending(request, written.draft.text(), unfit));
      }
      if (repair == contract.repairs()) {
        return new Result.Unfit(why, usage);
      }
    }
  }

  private ContractOutcome outcome() {
    return why.isEmpty()
        ? ContractOutcome.KEPT
        : new ContractOutcome(ContractOutcome.State.REPAIRED, why);
  }

  private Written write(ChatRequest request) {
    var draft = new AtomicReference<>(draft());
    Supplier<ChatSink> watching =
        () -> {
          draft.set(draft());
          return ChatSink.ofText(draft.get());
        };
    try {
      var said = asking.ask(request, conversing -> conversing.whole(request, _ -> {}, watching));
      return new Written(contract.judge(draft.get().end()), draft.get(), said);
    } catch (GivenUp e) {
      return new Written(new Contract.Judged.Unfit(List.of(e.why())), draft.get(), null);
    }
  }

  private Draft draft() {
    return new Draft(contract.watch(), append);
  }

  private static List<ChatMessage> mending(
      ChatRequest request, String text, Contract.Judged.Unfit unfit) {
    var messages = new ArrayList<>(request.messages());
    messages.add(
        new ChatMessage(
            Role.ASSISTANT, text.substring(0, Math.min(text.length(), MAX_REPEATED_CHARACTERS))));
    messages.add(new ChatMessage(Role.USER, unfit.advice()));
    return messages;
  }
}
