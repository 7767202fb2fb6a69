package dev.headgate.runtime.cache;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.json.Json;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Makes the keys of cached answers: a MAC over every field of the canonical request, each with its
/// length, so that no two requests which differ can meet. Whatever is not named in [#IGNORED] is in
/// the key, also what only one dialect knows. Thread-safe.
public final class Fingerprints {
  /// Members of a request that say nothing about its answer: who asks, and what the caller notes.
  private static final Set<String> IGNORED =
      Set.of(
          "user", "metadata", "safety_identifier", "prompt_cache_key", "labels", "stream_options");

  private final SecretKeySpec secret;

  /// @param secret 32 random bytes
  public Fingerprints(byte[] secret) {
    this.secret = new SecretKeySpec(secret, "HmacSHA256");
  }

  /// @param project whose answers they are: no other project's request has the same key
  /// @param scope what else decides the answer: the model's name or a feature's release, and the
  ///   classes of data that the caller may see
  public CacheKey of(String project, String scope, ChatRequest request) {
    var fields = new Fields(mac());
    fields.text(project);
    fields.text(scope);
    write(fields, request);
    return new CacheKey(fields.done());
  }

  /// The same for a call to a feature.
  ///
  /// @param scope what else decides the answer, in a fixed order
  /// @param input plain maps, lists, texts, numbers and booleans
  public CacheKey of(
      String project, List<String> scope, Map<String, Object> input, List<ChatMessage> history) {
    var fields = new Fields(mac());
    fields.text("feature");
    fields.text(project);
    fields.list(scope, Fields::text);
    plain(fields, input);
    fields.list(history, Fingerprints::write);
    return new CacheKey(fields.done());
  }

  private static void plain(Fields fields, @Nullable Object value) {
    switch (value) {
      case Map<?, ?> map -> {
        fields.tag('o');
        fields.count(map.size());
        var sorted = new TreeMap<String, Object>();
        map.forEach((name, member) -> sorted.put(String.valueOf(name), member));
        sorted.forEach((name, member) -> {
          fields.text(name);
          plain(fields, member);
        });
      }
      case List<?> list -> {
        fields.tag('a');
        fields.count(list.size());
        list.forEach(element -> plain(fields, element));
      }
      case null -> fields.tag('0');
      default -> {
        fields.tag('v');
        fields.text(value.getClass().getSimpleName());
        fields.text(value.toString());
      }
    }
  }

  private Mac mac() {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static void write(Fields fields, ChatRequest request) {
    fields.text(request.model());
    fields.list(request.messages(), Fingerprints::write);
    FieldsOfOptions.write(fields, request.options());
    write(fields, request.extras(), IGNORED);
  }

  private static void write(Fields fields, ChatMessage message) {
    fields.text(message.role().name());
    fields.list(message.parts(), FieldsOfParts::write);
    write(fields, message.extras(), Set.of());
  }

  static void write(Fields fields, Extras extras, Set<String> ignored) {
    var members = new TreeMap<>(extras.members().members());
    members.keySet().removeAll(ignored);
    // Members that say nothing are as good as none.
    fields.text(members.isEmpty() ? "" : extras.dialect().wireName());
    fields.count(members.size());
    members.forEach((name, value) -> {
      fields.text(name);
      write(fields, value);
    });
  }

  static void write(Fields fields, Json value) {
    switch (value) {
      case Json.Obj(var members) -> {
        fields.tag('o');
        fields.count(members.size());
        new TreeMap<>(members)
            .forEach((name, member) -> {
              fields.text(name);
              write(fields, member);
            });
      }
      case Json.Arr(var elements) -> {
        fields.tag('a');
        fields.list(elements, Fingerprints::write);
      }
      case Json.Text(var text) -> {
        fields.tag('t');
        fields.text(text);
      }
      case Json.Num(var literal) -> {
        fields.tag('n');
        fields.text(literal);
      }
      case Json.Bool(var bool) -> fields.tag(bool ? 'y' : 'z');
      case Json.Null _ -> fields.tag('0');
    }
  }
}
