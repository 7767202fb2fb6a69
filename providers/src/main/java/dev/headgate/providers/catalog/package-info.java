/// What models charge, as dated editions of data with their source, and how the usage that a
/// provider reports is read. Reads files of this program only, never the network. Called by whoever
/// prices a call.
@NullMarked
package dev.headgate.providers.catalog;

import org.jspecify.annotations.NullMarked;
