/// The writer under many callers, full disks and failing ones.
@NullMarked
package dev.headgate.store.database;

import org.jspecify.annotations.NullMarked;
