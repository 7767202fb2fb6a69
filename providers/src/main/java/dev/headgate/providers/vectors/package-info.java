/// Requests for vectors in whatever format: what they want, what another format has no word for,
/// and their way to a provider and back. The formats themselves are their dialects' own.
@NullMarked
package dev.headgate.providers.vectors;

import org.jspecify.annotations.NullMarked;
