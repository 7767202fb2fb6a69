/// What a caller has been told of an answer that broke: kept while it passes, so that another model
/// goes on behind it, or agrees with it from the beginning.
@NullMarked
package dev.headgate.runtime.pipeline.told;

import org.jspecify.annotations.NullMarked;
