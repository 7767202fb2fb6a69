/// How good answers are: reads questions with their answers, runs an answerer over them and scores
/// what it said, what it cited and when it kept quiet. Knows no model and no index, only the
/// kernel's ports.
@NullMarked
package dev.headgate.evals.answers;

import org.jspecify.annotations.NullMarked;
