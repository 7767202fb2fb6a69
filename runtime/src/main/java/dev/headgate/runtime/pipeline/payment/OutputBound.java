package dev.headgate.runtime.pipeline.payment;

import dev.headgate.kernel.dialects.RequestFacts;
import dev.headgate.runtime.limits.LimitsConfig.CallBounds;
import dev.headgate.runtime.routing.Deployment;

/// The bound of an answer whose request names none.
final class OutputBound {
  // A guess that is rather too many than too few: what is asked for beyond a model's window is
  // refused.
  private static final int BYTES_PER_TOKEN = 3;
  private static final int TOKENS_PER_MESSAGE = 32;
  private static final int LEAST = 16;

  private OutputBound() {}

  /// What is declared, or less where the dialect has a rule of its own or the model takes no more.
  static int of(RequestFacts facts, Deployment.Remote deployment, CallBounds bounds) {
    var most = bounds.maxOutputTokens();
    if (facts.output().usual() != RequestFacts.Output.NO_LIMIT) {
      most = Math.toIntExact(Math.min(most, facts.output().usual()));
    }
    var known = deployment.provider().chat().bounds(deployment.model());
    if (known.output() > 0) {
      most = Math.min(most, known.output());
    }
    var declared = deployment.terms().contextWindow();
    var window = declared > 0 ? declared : known.window();
    if (window > 0) {
      var read =
          facts.bytes() / BYTES_PER_TOKEN + (long) TOKENS_PER_MESSAGE * (facts.messages() + 1);
      most = Math.clamp(window - read, Math.min(LEAST, most), most);
    }
    return most;
  }
}
