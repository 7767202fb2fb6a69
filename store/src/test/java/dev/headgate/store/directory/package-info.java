/// The data directory against a second process and foreign files.
@NullMarked
package dev.headgate.store.directory;

import org.jspecify.annotations.NullMarked;
