/// Model name to deployments: which one a call tries first, how each is doing, and where to go when
/// one fails. Knows which provider stands behind an alias, never how it is reached.
@NullMarked
package dev.headgate.runtime.routing;

import org.jspecify.annotations.NullMarked;
