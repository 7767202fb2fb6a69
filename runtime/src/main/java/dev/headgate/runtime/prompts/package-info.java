/// Template and variables become messages. Templates are logic-less and see plain maps only.
@NullMarked
package dev.headgate.runtime.prompts;

import org.jspecify.annotations.NullMarked;
