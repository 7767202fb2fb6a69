/// Instructions where there should be none: attempts to make a model forget its own, take another
/// role or give away what it was told. A small head over the vectors of an embedding model, made by
/// the project itself; the model pack beside this package says from what.
@NullMarked
package dev.headgate.guardrails.injection;

import org.jspecify.annotations.NullMarked;
