package dev.headgate.kernel.answers;

/// Something that an answer says and that documents may bear out.
///
/// @param text as the model wrote it
/// @param start in the answer, in UTF-16 units
/// @param end exclusive; the start, if the claim was taken out of the answer
public record Claim(String text, int start, int end, Support support) {
  /// Whether the answer no longer has it.
  public boolean isRemoved() {
    return start == end;
  }

  public boolean isUnsupported() {
    return support.verdict() == Support.Verdict.UNSUPPORTED;
  }

  /// The same at another place.
  public Claim at(int from, int to) {
    return new Claim(text, from, to, support);
  }
}
