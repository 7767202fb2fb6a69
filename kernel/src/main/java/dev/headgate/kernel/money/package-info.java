/// Money in whole nano-dollars, and what a model charges. Never a floating-point number. Called by
/// whoever prices a call or keeps a budget.
@NullMarked
package dev.headgate.kernel.money;

import org.jspecify.annotations.NullMarked;
