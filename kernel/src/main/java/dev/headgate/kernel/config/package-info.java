/// Declarations read by hand from a tree with positions, checked whole. Never reads files itself;
/// the reader of YAML hands it a tree.
@NullMarked
package dev.headgate.kernel.config;

import org.jspecify.annotations.NullMarked;
