package dev.headgate.kernel.dialects;

import dev.headgate.kernel.errors.ErrorCode;

/// An error as a provider reported it.
///
/// @param code what it means to us
/// @param status of the HTTP answer
/// @param type the provider's own name of the kind, empty if it gave none
/// @param reason the provider's own code, empty if it gave none
/// @param param the part of the request that it blames, empty if it named none
/// @param message the provider's words; they may quote the request, so they are shown to the caller
///   who sent it and to nobody else
public record WireError(
    ErrorCode code, int status, String type, String reason, String param, String message) {
  /// An error of which nothing is known but its status.
  public static WireError ofStatus(int status) {
    return new WireError(codeOf(status), status, "", "", "", "");
  }

  /// What a status means where the body says no more.
  public static ErrorCode codeOf(int status) {
    return switch (status) {
      case 402 -> ErrorCode.PROVIDER_QUOTA_EXHAUSTED;
      case 429 -> ErrorCode.PROVIDER_RATE_LIMITED;
      case 503, 529 -> ErrorCode.PROVIDER_OVERLOADED;
      case 408, 409, 425 -> ErrorCode.PROVIDER_FAILED;
      default -> status >= 500 ? ErrorCode.PROVIDER_FAILED : ErrorCode.PROVIDER_REJECTED;
    };
  }
}
