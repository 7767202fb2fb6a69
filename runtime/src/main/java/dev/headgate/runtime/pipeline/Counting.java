package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.dialects.RelayedAnswer;
import dev.headgate.kernel.dialects.TokenCounter;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.pipeline.calls.CountedRequest;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import dev.headgate.runtime.pipeline.payment.Grant;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.Route;
import java.io.ByteArrayOutputStream;

/// Has tokens counted by the first deployment of a model whose provider does that. Nothing is
/// answered and nothing is paid: providers count for nothing.
final class Counting {
  /// Longest answer of a provider that is read.
  private static final int MAX_ANSWER_BYTES = 64 * 1024;

  private Counting() {}

  static boolean counts(Deployment.Remote deployment) {
    return deployment.provider().relay() instanceof TokenCounter counter && counter.countsTokens();
  }

  /// @throws CallFailed `UNSUPPORTED_OPERATION` if no provider of the model counts
  static Deployment.Remote counter(Route route) {
    return route.deployments().stream()
        .filter(Counting::counts)
        .findFirst()
        .orElseThrow(() ->
            new CallFailed(
                ErrorCode.UNSUPPORTED_OPERATION,
                "no provider of model \"%s\" counts tokens without answering; the answer's usage tells how many there were"
                    .formatted(route.name())));
  }

  static long count(
      RelayCall call,
      Deployment.Remote by,
      CountedRequest request,
      Descent descent,
      Cancellation cancellation) {
    var provider = by.provider();
    var spoken =
        provider.dialects().contains(call.request().dialect())
            ? call.request().dialect()
            : provider.dialects().iterator().next();
    if (!(provider.relay() instanceof TokenCounter counter)) {
      throw new IllegalArgumentException(by.name() + " does not count");
    }
    var body =
        request
            .body(spoken, by.model(), provider.relay().wording())
            .led(descent.header(by, Grant.NONE));
    try (var answer = counter.countTokens(body, cancellation)) {
      var bytes = read(answer);
      if (answer.status() >= 400) {
        throw new CallFailed(
            provider.relay().readError(answer.status(), bytes).code(),
            "provider \"%s\" answered %d".formatted(provider.name(), answer.status()));
      }
      return request
          .inputTokens(spoken, bytes)
          .orElseThrow(() ->
              new CallFailed(
                  ErrorCode.PROVIDER_MALFORMED,
                  "provider \"%s\" did not say how many tokens there are"
                      .formatted(provider.name())));
    }
  }

  private static byte[] read(RelayedAnswer answer) {
    var body = new ByteArrayOutputStream();
    var buffer = new byte[4096];
    for (var count = answer.read(buffer);
        count >= 0 && body.size() < MAX_ANSWER_BYTES;
        count = answer.read(buffer)) {
      body.write(buffer, 0, count);
    }
    return body.toByteArray();
  }
}
