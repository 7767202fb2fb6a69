/// Names of stored things: time-ordered, made by the application, shown as base32 with a type
/// prefix.
@NullMarked
package dev.headgate.kernel.ids;

import org.jspecify.annotations.NullMarked;
