/// API key to caller. Keys are compared as hashes, in constant time.
@NullMarked
package dev.headgate.runtime.access;

import org.jspecify.annotations.NullMarked;
