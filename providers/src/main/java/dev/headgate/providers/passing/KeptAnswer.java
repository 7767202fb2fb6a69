package dev.headgate.providers.passing;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.io.ByteArrayOutputStream;

/// The beginning of a whole answer that passes, so that what is wrong with it can be named. Not
/// thread-safe.
public final class KeptAnswer {
  /// As much as most answers have; of a longer one that breaks, its beginning is judged.
  private static final int MAX_BYTES = 64 * 1024;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(512);

  public void accept(byte[] bytes, int from, int length) {
    kept.write(bytes, from, Math.min(length, MAX_BYTES - kept.size()));
  }

  /// What to say of an answer that is not whole, or that lacks its end although its JSON has one.
  ///
  /// @param isOpen whether its JSON has begun and not ended
  public CallFailed incomplete(boolean isOpen) {
    if (isOpen) {
      return malformed("JSON that ends in the middle");
    }
    return BrokenJson.isObject(kept.toByteArray())
        ? new CallFailed(
            ErrorCode.PROVIDER_TRUNCATED,
            "the provider's answer broke off before it said why it ended; send the call again")
        : malformed("something that is no JSON object");
  }

  private static CallFailed malformed(String what) {
    return new CallFailed(
        ErrorCode.PROVIDER_MALFORMED, "the provider sent " + what + "; send the call again");
  }
}
