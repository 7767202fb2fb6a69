/// JSON as a value: what a tool's arguments, a schema, or a member that only one dialect knows are
/// made of. Reading and writing bytes is a library's work and happens where bytes are.
@NullMarked
package dev.headgate.kernel.json;

import org.jspecify.annotations.NullMarked;
