/// How much, how many at once, and who first: rates per key, user, team, project and model, and the
/// one gate through which calls come when there are more than the machine can serve. Counts in
/// memory and never waits for a disk. Called by the door and by the pipeline.
@NullMarked
package dev.headgate.runtime.limits;

import org.jspecify.annotations.NullMarked;
