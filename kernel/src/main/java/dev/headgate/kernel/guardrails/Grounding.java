package dev.headgate.kernel.guardrails;

import dev.headgate.kernel.answers.Claim;
import java.util.List;

/// The documents of one answer, ready to judge it piece by piece. For one thread at a time.
public interface Grounding {
  /// A new text begins: what was said before has nothing to do with it.
  void begin();

  /// Where the last sentence or line of a text ends that is whole, whatever follows; 0 if none is.
  int wholeUntil(CharSequence text);

  /// The claims of the next piece of the text, in order, with their places in the piece. What
  /// claims nothing, such as a question, a greeting, or that the documents do not say, is left out.
  /// A sentence that refers to what was said before is read with that.
  ///
  /// @param piece whole sentences
  List<Claim> judge(String piece);
}
