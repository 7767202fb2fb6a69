/// What the codecs of all wire formats share: JSON between bytes and values, the events of a
/// stream, and the member that carries what a dialect has no word for.
@NullMarked
package dev.headgate.providers.wire;

import org.jspecify.annotations.NullMarked;
