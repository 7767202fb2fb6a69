/// How hard a prompt is: learned from recorded prompts of which it is known how well a cheap model
/// and a strong one did. Says which of two models a call goes to, and never how that is reached.
@NullMarked
package dev.headgate.runtime.difficulty;

import org.jspecify.annotations.NullMarked;
