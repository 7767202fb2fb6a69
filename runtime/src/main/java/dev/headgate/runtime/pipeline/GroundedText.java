package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.answers.Claim;
import dev.headgate.kernel.chat.TextSink;
import dev.headgate.runtime.guardrails.ClaimCheck;
import dev.headgate.runtime.guardrails.OnUnsupported;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lets an answer through sentence by sentence, each once its claims were compared with the
/// documents: what they do not bear out is taken out, marked, or stops the answer. Holds back no
/// more than a sentence; in shadow nothing, and looks at the answer when it has ended.
final class GroundedText implements TextSink {
  private final @Nullable ClaimCheck check;
  private final TextSink out;
  private final StringBuilder held = new StringBuilder();
  private final List<Claim> claims = new ArrayList<>();
  private int length;
  private boolean endsLine = true;
  private boolean isBlocked;

  GroundedText(Optional<ClaimCheck> check, TextSink out) {
    this.check = check.orElse(null);
    this.out = out;
    check.ifPresent(ClaimCheck::begin);
  }

  /// @throws dev.headgate.kernel.errors.CallFailed `GUARDRAIL_BLOCKED`
  @Override
  public void accept(String delta) {
    if (check == null || !check.isEnforced()) {
      pass(delta);
    }
    if (check == null) {
      return;
    }
    held.append(delta);
    if (check.isEnforced()) {
      var end = check.wholeUntil(held);
      if (end > 0) {
        var piece = held.substring(0, end);
        held.delete(0, end);
        judge(piece, check);
      }
    }
  }

  /// The answer has ended.
  ///
  /// @throws dev.headgate.kernel.errors.CallFailed `GUARDRAIL_BLOCKED`, also if nothing of it is
  ///   left
  void end() {
    if (check == null) {
      return;
    }
    if (!check.isEnforced()) {
      claims.addAll(check.judge(held.toString()));
      return;
    }
    if (!held.isEmpty()) {
      judge(held.toString(), check);
    }
    if (isNothingLeft(claims)) {
      isBlocked = true;
      throw check.blocked(claims.getFirst());
    }
  }

  static boolean isNothingLeft(List<Claim> claims) {
    return !claims.isEmpty() && claims.stream().allMatch(Claim::isRemoved);
  }

  /// Whether a claim has stopped the answer.
  boolean isBlocked() {
    return isBlocked;
  }

  /// Whether any of it was let through.
  boolean hasPassed() {
    return length > 0;
  }

  /// What it claimed so far.
  List<Claim> claims() {
    return List.copyOf(claims);
  }

  private void judge(String piece, ClaimCheck by) {
    var left = new StringBuilder(piece.length());
    var copied = 0;
    for (var claim : by.judge(piece)) {
      left.append(piece, copied, claim.start());
      copied = claim.end();
      var at = length + left.length();
      var removes = claim.isUnsupported() && by.onUnsupported() == OnUnsupported.REMOVE;
      if (claim.isUnsupported() && by.onUnsupported() == OnUnsupported.NEXT_TIER) {
        claims.add(claim.at(at, at));
        isBlocked = true;
        throw by.blocked(claim);
      }
      if (removes) {
        copied =
            behind(
                piece, copied, left.isEmpty() ? endsLine : left.charAt(left.length() - 1) == '\n');
        claims.add(claim.at(at, at));
        continue;
      }
      left.append(piece, claim.start(), claim.end());
      claims.add(claim.at(at, length + left.length()));
      if (claim.isUnsupported()) {
        left.append(' ').append(by.mark());
      }
    }
    left.append(piece, copied, piece.length());
    if (!left.isEmpty()) {
      pass(left.toString());
    }
  }

  // The blanks behind what is taken out, and its line if nothing else was in it.
  private static int behind(String piece, int from, boolean beginsLine) {
    var at = from;
    while (at < piece.length() && (piece.charAt(at) == ' ' || piece.charAt(at) == '\t')) {
      at++;
    }
    return beginsLine && at < piece.length() && piece.charAt(at) == '\n' ? at + 1 : at;
  }

  private void pass(String text) {
    length += text.length();
    endsLine = text.endsWith("\n");
    out.accept(text);
  }
}
