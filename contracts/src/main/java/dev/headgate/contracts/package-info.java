/// JSON Schema behind the kernel's port. A library judges whole documents; what is judged while a
/// model still writes is worked out here, and never stricter than the library. Nothing is fetched,
/// and everything that a schema says is worked out when it is loaded.
@NullMarked
package dev.headgate.contracts;

import org.jspecify.annotations.NullMarked;
