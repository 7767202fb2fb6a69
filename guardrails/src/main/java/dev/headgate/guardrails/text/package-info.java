/// What can be told of a text without knowing what it means: how long it is, how it is built, and
/// whether it hides or disguises something. Also reads disguised text as a model would.
@NullMarked
package dev.headgate.guardrails.text;

import org.jspecify.annotations.NullMarked;
