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
    ErrorCode code, int status, String type, String reason, String param, String message) {}
