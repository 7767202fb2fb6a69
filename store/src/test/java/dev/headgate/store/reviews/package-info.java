@NullMarked
package dev.headgate.store.reviews;

import org.jspecify.annotations.NullMarked;
