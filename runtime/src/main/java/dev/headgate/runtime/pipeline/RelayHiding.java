package dev.headgate.runtime.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.guardrails.Guardrails;
import dev.headgate.runtime.guardrails.PiiVault;
import dev.headgate.runtime.pipeline.calls.RelayCall;

/// Takes personal data out of a call that names a model, before anything sees it. A call of which
/// nothing is personal keeps its bytes.
final class RelayHiding {
  private RelayHiding() {}

  /// @throws CallFailed `GUARDRAIL_BLOCKED` if the call may go no further
  static RelayCall hide(RelayCall call, PiiVault vault) {
    if (!vault.isOn()) {
      return call;
    }
    var body = call.request().body();
    vault.reserve(new String(body, UTF_8));
    var hidden = BodyRewriting.rewrite(body, vault::hide);
    vault
        .blocking()
        .ifPresent(by -> {
          throw Guardrails.blocked(by);
        });
    if (hidden.isEmpty()) {
      return call;
    }
    var request =
        call.request()
            .translation()
            .flatMap(it -> it.with(hidden.get()))
            .orElseThrow(() -> unchangeable(call, vault));
    return new RelayCall(call.caller(), call.operation(), request, call.terms());
  }

  private static CallFailed unchangeable(RelayCall call, PiiVault vault) {
    var first = vault.judgements().getFirst();
    return new CallFailed(
            ErrorCode.GUARDRAIL_BLOCKED,
            "guardrail \"pii\" blocked the input: %s in %s would have to be taken out, which is done for chat completions, completions, messages and contents only; leave it out of a call to %s in the dialect \"%s\", or have guardrails.pii of the project allow it"
                .formatted(
                    first.verdict().findings().getFirst().kind(),
                    first.source(),
                    call.operation().wireName(),
                    call.request().dialect().wireName()))
        .blaming(first.source());
  }
}
