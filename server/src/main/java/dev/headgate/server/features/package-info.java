/// Headgate's own dialect: a feature is called with its input and answers with its output, its
/// citations and how it came about.
@NullMarked
package dev.headgate.server.features;

import org.jspecify.annotations.NullMarked;
