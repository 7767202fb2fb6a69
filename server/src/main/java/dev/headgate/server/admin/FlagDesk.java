package dev.headgate.server.admin;

import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.flags.Flags;
import dev.headgate.server.http.Json;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/// Shows and sets flags: requests and answers are JSON, and the same for the admin routes and the
/// command line. Thread-safe.
public final class FlagDesk {
  private final Flags flags;

  public FlagDesk(Flags flags) {
    this.flags = flags;
  }

  /// All flags that are declared.
  public byte[] list() {
    return AdminRoutes.object(out -> {
      out.writeArrayPropertyStart("flags");
      for (var flag : flags.all()) {
        out.writeStartObject();
        write(out, flag);
        out.writeEndObject();
      }
      out.writeEndArray();
    });
  }

  /// @param body `{"on":true,"by":"…"}`
  public byte[] set(String name, byte[] body) {
    var asked = Json.readObject(body, in -> Json.readMap(in, "body"));
    if (!(asked.get("on") instanceof Boolean on)) {
      throw CallFailed.invalid("on", "\"on\" is missing: say true or false");
    }
    var by = asked.get("by") instanceof String text ? text : "";
    var set = flags.set(name, on, by);
    return AdminRoutes.object(out -> write(out, set));
  }

  private static void write(JsonGenerator out, Flags.Standing flag) {
    out.writeStringProperty("name", flag.declared().name());
    out.writeBooleanProperty("on", flag.on());
    out.writeStringProperty("description", flag.declared().description());
    out.writeBooleanProperty("declared_on", flag.declared().on());
    var last = flag.last();
    if (last != null) {
      out.writeStringProperty("set_at", Instant.ofEpochMilli(last.at()).toString());
      out.writeStringProperty("set_by", last.by());
    }
  }
}
