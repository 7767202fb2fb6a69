package dev.headgate.providers.http;

import java.io.IOException;

/// Where bytes come from: at least one, or -1 at the end.
@FunctionalInterface
interface Receiver {
  int receive(byte[] target, int from, int length) throws IOException;
}
