/// The words of a conversation with a model, in no provider's dialect, and the port by which a
/// model is asked to continue one.
@NullMarked
package dev.headgate.kernel.chat;

import org.jspecify.annotations.NullMarked;
