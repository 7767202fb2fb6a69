/// What becomes of the words of a request that the dialect of its provider does not have: written,
/// refused by name, or left out and told. Asked by whoever writes a request.
@NullMarked
package dev.headgate.providers.settled;

import org.jspecify.annotations.NullMarked;
