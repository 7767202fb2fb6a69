package dev.headgate.server.cli;

import dev.headgate.server.admin.KeyDesk;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What `headgate keys` asks for, of a server or of the house in this process.
sealed interface KeysRequest {
  /// Below the address of the server.
  String path();

  /// What is sent, null if nothing is.
  @Nullable String body();

  byte[] answeredBy(KeyDesk desk);

  static KeysRequest create(String body) {
    return new Create(body);
  }

  /// @param project empty for all
  record ListAll(String project) implements KeysRequest {
    @Override
    public String path() {
      return "/admin/keys" + (project.isEmpty() ? "" : "?project=" + encoded(project));
    }

    @Override
    public @Nullable String body() {
      return null;
    }

    @Override
    public byte[] answeredBy(KeyDesk desk) {
      return desk.list(project);
    }
  }

  record Create(String body) implements KeysRequest {
    @Override
    public String path() {
      return "/admin/keys";
    }

    @Override
    public byte[] answeredBy(KeyDesk desk) {
      return desk.create(body.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// @param what `rotate`, `expire` or `revoke`
  record Change(String what, String id, String body) implements KeysRequest {
    @Override
    public String path() {
      return "/admin/keys/" + encoded(id) + "/" + what;
    }

    @Override
    public byte[] answeredBy(KeyDesk desk) {
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      return switch (what) {
        case "rotate" -> desk.rotate(id, bytes);
        case "expire" -> desk.expire(id, bytes);
        case "revoke" -> desk.revoke(id, bytes);
        default -> throw new IllegalStateException("nobody asks for " + what);
      };
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
