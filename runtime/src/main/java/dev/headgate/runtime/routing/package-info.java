/// Model name to deployment. Knows which provider stands behind an alias, never how it is reached.
@NullMarked
package dev.headgate.runtime.routing;

import org.jspecify.annotations.NullMarked;
