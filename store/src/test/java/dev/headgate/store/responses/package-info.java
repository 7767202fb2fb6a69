@NullMarked
package dev.headgate.store.responses;

import org.jspecify.annotations.NullMarked;
