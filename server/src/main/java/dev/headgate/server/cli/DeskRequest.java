package dev.headgate.server.cli;

import dev.headgate.server.boot.Desks;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a command asks for, of a server or of the desks in this process.
///
/// @param path below the address of the server
/// @param body that is sent, null if nothing is
/// @param local answers in this process
record DeskRequest(String path, @Nullable String body, Function<Desks, byte[]> local) {
  static DeskRequest get(String path, Function<Desks, byte[]> local) {
    return new DeskRequest(path, null, local);
  }

  static DeskRequest post(String path, String body, BiFunction<Desks, byte[], byte[]> local) {
    return new DeskRequest(
        path, body, desks -> local.apply(desks, body.getBytes(StandardCharsets.UTF_8)));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
