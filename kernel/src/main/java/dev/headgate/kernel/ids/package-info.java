/// Names of stored things: time-ordered, made by the application, shown as base32 with a type
/// prefix; or made of their content, by SHA-256.
@NullMarked
package dev.headgate.kernel.ids;

import org.jspecify.annotations.NullMarked;
