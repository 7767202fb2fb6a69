/// Which data may go where: a pure rule over names and tags. Never asks a provider and never sees a
/// text; called by whoever chooses a deployment.
@NullMarked
package dev.headgate.runtime.boundaries;

import org.jspecify.annotations.NullMarked;
