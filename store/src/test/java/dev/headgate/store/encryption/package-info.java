/// Keys that are lost, wrong or destroyed.
@NullMarked
package dev.headgate.store.encryption;

import org.jspecify.annotations.NullMarked;
