/// A provider as a conversation partner in whatever dialect it speaks: one codec, one address, one
/// way to prove who asks. Knows no dialect by itself.
@NullMarked
package dev.headgate.providers.conversations;

import org.jspecify.annotations.NullMarked;
