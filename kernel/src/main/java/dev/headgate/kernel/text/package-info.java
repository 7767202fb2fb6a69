/// What every room may need of a text, whatever it says.
@NullMarked
package dev.headgate.kernel.text;

import org.jspecify.annotations.NullMarked;
