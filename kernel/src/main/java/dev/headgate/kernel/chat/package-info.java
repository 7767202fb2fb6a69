/// The words of a conversation with a model, and the two ports by which one is reached: as a
/// canonical request, or as bytes of the provider's own dialect.
@NullMarked
package dev.headgate.kernel.chat;

import org.jspecify.annotations.NullMarked;
