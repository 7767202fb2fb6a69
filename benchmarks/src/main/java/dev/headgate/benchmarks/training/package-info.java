/// Makes the model packs that lie in the repository, each with one command and the same outcome
/// every time, from public data that is not part of the repository.
@NullMarked
package dev.headgate.benchmarks.training;

import org.jspecify.annotations.NullMarked;
