package dev.headgate.server.admin;

import dev.headgate.kernel.config.Names;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.runtime.access.KeyTerms;
import dev.headgate.runtime.access.KeyTermsJson;
import dev.headgate.runtime.access.Keys;
import dev.headgate.runtime.access.StoredKey;
import dev.headgate.server.config.Settings;
import dev.headgate.server.http.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Makes and ends keys: requests and answers are JSON, and the same for the admin routes and the
/// command line. Thread-safe.
public final class KeyDesk {
  private static final Duration DEFAULT_OVERLAP = Duration.ofDays(1);
  private static final long MAX_SECONDS = Duration.ofDays(3_650).toSeconds();

  private final Keys keys;
  private final Supplier<Settings> settings;
  private final InstantSource clock;

  /// @param settings as they are declared now
  public KeyDesk(Keys keys, Supplier<Settings> settings, InstantSource clock) {
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  /// @param project empty for all
  public byte[] list(String project) {
    var found = project.isEmpty() ? keys.all() : keys.list(project);
    return AdminRoutes.object(out -> {
      out.writeArrayPropertyStart("keys");
      for (var key : found) {
        out.writeStartObject();
        write(out, key);
        out.writeEndObject();
      }
      out.writeEndArray();
    });
  }

  public byte[] create(byte[] body) {
    var asked = Json.readObject(body, Creation::read);
    check(asked.terms);
    var expiresAt = asked.expiresIn == null ? null : clock.millis() + asked.expiresIn * 1_000;
    return made(keys.create(asked.name, asked.terms, expiresAt));
  }

  public byte[] rotate(String id, byte[] body) {
    var asked = Json.readObject(body, in -> Change.read(in, "overlap_seconds"));
    var overlap = asked.seconds == null ? DEFAULT_OVERLAP : Duration.ofSeconds(asked.seconds);
    var key = keys.named(asked.project, id);
    return made(keys.rotate(key.project(), key.id(), overlap));
  }

  public byte[] expire(String id, byte[] body) {
    var asked = Json.readObject(body, in -> Change.read(in, "expires_in_seconds"));
    var at = asked.seconds == null ? null : clock.millis() + asked.seconds * 1_000;
    var key = keys.named(asked.project, id);
    return key(keys.expire(key.project(), key.id(), at));
  }

  public byte[] revoke(String id, byte[] body) {
    var asked = Json.readObject(body, in -> Change.read(in, ""));
    var key = keys.named(asked.project, id);
    return key(keys.revoke(key.project(), key.id()));
  }

  private void check(KeyTerms terms) {
    var now = settings.get();
    now.access()
        .projects()
        .objection(terms.account())
        .ifPresent(objection -> {
          throw CallFailed.invalid("project", objection);
        });
    var dataClass = terms.data().dataClass();
    if (!dataClass.isEmpty() && !now.boundaries().classes().contains(dataClass)) {
      throw CallFailed.invalid(
          "data_class",
          "there is no data class \"%s\"; data-boundaries.classes has %s"
              .formatted(Names.shown(dataClass), now.boundaries().classes()));
    }
  }

  private byte[] made(Keys.Made made) {
    return AdminRoutes.object(out -> {
      out.writeStringProperty("key", made.text());
      write(out, made.key());
    });
  }

  private byte[] key(StoredKey key) {
    return AdminRoutes.object(out -> write(out, key));
  }

  private void write(JsonGenerator out, StoredKey key) {
    out.writeStringProperty("id", key.id());
    out.writeStringProperty("name", key.name());
    out.writeStringProperty("state", state(key));
    KeyTermsJson.write(out, key.terms());
    out.writeNumberProperty("created_at_ms", key.times().createdAt());
    time(out, "expires_at_ms", key.times().expiresAt());
    time(out, "revoked_at_ms", key.times().revokedAt());
    out.writeArrayPropertyStart("secrets");
    for (var secret : key.secrets()) {
      out.writeStartObject();
      out.writeStringProperty("ends_with", secret.hint());
      out.writeNumberProperty("created_at_ms", secret.createdAt());
      time(out, "expires_at_ms", secret.expiresAt());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private String state(StoredKey key) {
    if (key.times().revokedAt() != null) {
      return "revoked";
    }
    if (!key.isLive(clock.millis())) {
      return "expired";
    }
    return settings.get().access().projects().objection(key.terms().account()).isPresent()
        ? "orphaned"
        : "live";
  }

  private static void time(JsonGenerator out, String name, @Nullable Long millis) {
    if (millis != null) {
      out.writeNumberProperty(name, millis);
    }
  }

  private static long wholeSeconds(String name, JsonParser in) {
    if (in.currentToken() != JsonToken.VALUE_NUMBER_INT
        || in.getLongValue() < 0
        || in.getLongValue() > MAX_SECONDS) {
      throw CallFailed.invalid(
          name, "\"%s\" must be a whole number of seconds up to %d".formatted(name, MAX_SECONDS));
    }
    return in.getLongValue();
  }

  private record Creation(String name, KeyTerms terms, @Nullable Long expiresIn) {
    static Creation read(JsonParser in) {
      var terms = new KeyTermsJson.Reader();
      var name = "";
      Long expiresIn = null;
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        var property = in.currentName();
        in.nextToken();
        switch (property) {
          case "name" -> name = Json.requireText(in, property);
          case "expires_in_seconds" -> expiresIn = wholeSeconds(property, in);
          default -> {
            if (!terms.take(property, in)) {
              throw unknown(property);
            }
          }
        }
      }
      return new Creation(name, terms.terms(), expiresIn);
    }
  }

  private record Change(String project, @Nullable Long seconds) {
    /// @param time the property that holds seconds, empty if there is none
    static Change read(JsonParser in, String time) {
      var project = "";
      Long seconds = null;
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        var property = in.currentName();
        in.nextToken();
        if (property.equals("project")) {
          project = Json.requireText(in, property);
        } else if (property.equals(time)) {
          seconds = in.currentToken() == JsonToken.VALUE_NULL ? null : wholeSeconds(property, in);
        } else {
          throw unknown(property);
        }
      }
      return new Change(project, seconds);
    }
  }

  private static CallFailed unknown(String property) {
    return CallFailed.invalid(property, "unknown property \"%s\"".formatted(Names.shown(property)));
  }
}
