/// Foreign clients, unmodified, against the real server on a project of its own, over real sockets,
/// with a scripted provider behind it.
@NullMarked
package dev.headgate.compat;

import org.jspecify.annotations.NullMarked;
