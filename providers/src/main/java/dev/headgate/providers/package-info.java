/// The way out: declared providers. The packages below reach them, over one HTTP client and in the
/// dialects that they speak.
@NullMarked
package dev.headgate.providers;

import org.jspecify.annotations.NullMarked;
