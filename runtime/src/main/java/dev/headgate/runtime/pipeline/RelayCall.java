package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Operation;
import dev.headgate.runtime.access.Caller;

/// A call to a model, in the dialect in which it came.
///
/// @param model an alias or `provider/model`, as the caller wrote it
/// @param user the caller's own user, empty if it named none
public record RelayCall(
    Caller caller,
    Operation operation,
    String model,
    String user,
    RelayRequest request,
    CallTerms terms) {}
