/// What is known of the services and servers that answer calls, as dated data with its source:
/// where they listen, how they take a key, what they name differently, and what each of their
/// models can be asked for. Knows no bytes and no sockets.
@NullMarked
package dev.headgate.providers.services;

import org.jspecify.annotations.NullMarked;
