/// Which language a text is in.
@NullMarked
package dev.headgate.guardrails.language;

import org.jspecify.annotations.NullMarked;
