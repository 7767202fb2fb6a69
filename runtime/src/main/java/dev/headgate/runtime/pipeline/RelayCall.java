package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.runtime.access.Caller;
import java.util.function.Function;

/// A call to a model in its provider's own dialect, passed on as it is but for the model's name.
///
/// @param model an alias or `provider/model`, as the caller wrote it
/// @param user the caller's own user, empty if it named none
/// @param body the caller's bytes, not copied
/// @param bodyFor the same under the provider's own name of the model
public record RelayCall(
    Caller caller,
    Operation operation,
    String model,
    String user,
    byte[] body,
    Function<String, RelayBody> bodyFor) {}
