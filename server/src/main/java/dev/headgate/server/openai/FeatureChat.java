package dev.headgate.server.openai;

import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.EndUser;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.providers.settled.Ignored;
import dev.headgate.server.http.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A chat request to a feature: the last message is its question, those before it the history. How
/// the answer is made is the feature's own affair, so every setting of a model is refused rather
/// than silently dropped.
record FeatureChat(
    String model,
    List<ChatMessage> history,
    String question,
    boolean stream,
    boolean includeUsage,
    String user,
    List<String> ignored) {
  static FeatureChat read(byte[] body) {
    return Json.readObject(body, in -> new Reader().read(in));
  }

  private static final class Reader {
    private String model = "";
    private List<ChatMessage> messages = List.of();
    private boolean stream;
    private boolean includeUsage;
    private String user = "";
    private final Ignored ignored = new Ignored();

    FeatureChat read(JsonParser in) {
      for (var name = Json.nextProperty(in); name != null; name = Json.nextProperty(in)) {
        property(in, name);
      }
      if (messages.isEmpty() || messages.getLast().role() != Role.USER) {
        throw CallFailed.invalid(
            "messages", "\"messages\" must end with a message of the role user: the question");
      }
      return new FeatureChat(
          model,
          messages.subList(0, messages.size() - 1),
          messages.getLast().text(),
          stream,
          includeUsage,
          user,
          ignored.names());
    }

    private void property(JsonParser in, String name) {
      switch (name) {
        case "model" -> model = Json.requireText(in, name);
        case "messages" -> messages = messages(in);
        case "stream" -> stream = Json.requireBoolean(in, name);
        case "stream_options" -> streamOptions(in);
        case "user", "safety_identifier" ->
            user = EndUser.checked(name, Json.requireText(in, name));
        // About the caller's own bookkeeping.
        case "metadata", "service_tier", "prompt_cache_key", "prompt_cache_retention" ->
            ignore(in, name);
        default -> {
          if (!isNeutral(in, name)) {
            throw CallFailed.invalid(
                name,
                "\"%s\" cannot be set on a call to a feature: its release decides; leave it out"
                    .formatted(name));
          }
        }
      }
    }

    /// What says nothing beyond the default.
    private static boolean isNeutral(JsonParser in, String name) {
      return switch (in.currentToken()) {
        case START_ARRAY -> in.nextToken() == JsonToken.END_ARRAY;
        case VALUE_NUMBER_INT -> name.equals("n") && in.getLongValue() == 1;
        case VALUE_FALSE -> name.equals("store");
        case null, default -> false;
      };
    }

    private void ignore(JsonParser in, String name) {
      ignored.addIf(in.currentToken() != JsonToken.VALUE_NULL, name);
      in.skipChildren();
    }

    private void streamOptions(JsonParser in) {
      if (in.currentToken() == JsonToken.VALUE_NULL) {
        return;
      }
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw CallFailed.invalid("stream_options", "\"stream_options\" must be an object");
      }
      while (in.nextToken() != JsonToken.END_OBJECT) {
        var name = in.currentName();
        in.nextToken();
        if (name.equals("include_usage")) {
          includeUsage = Json.requireBoolean(in, "stream_options.include_usage");
        } else {
          ignore(in, "stream_options." + name);
        }
      }
    }

    private List<ChatMessage> messages(JsonParser in) {
      if (in.currentToken() != JsonToken.START_ARRAY) {
        throw CallFailed.invalid("messages", "\"messages\" must be an array");
      }
      var messages = new ArrayList<ChatMessage>();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        messages.add(message(in, "messages[" + messages.size() + "]"));
      }
      return messages;
    }

    private ChatMessage message(JsonParser in, String path) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw CallFailed.invalid(path, "\"" + path + "\" must be an object");
      }
      var role = "";
      var text = "";
      while (in.nextToken() != JsonToken.END_OBJECT) {
        var name = in.currentName();
        in.nextToken();
        switch (name) {
          case "role" -> role = Json.requireText(in, path + ".role");
          case "content" -> text = content(in, path + ".content");
          case "tool_calls", "function_call", "audio" -> refuseContent(in, path + "." + name);
          default -> ignore(in, "messages[]." + name);
        }
      }
      return new ChatMessage(role(role, path + ".role"), text);
    }

    private static void refuseContent(JsonParser in, String path) {
      var empty =
          switch (in.currentToken()) {
            case START_ARRAY -> in.nextToken() == JsonToken.END_ARRAY;
            case VALUE_NULL -> true;
            case null, default -> false;
          };
      if (!empty) {
        throw CallFailed.invalid(path, "\"" + path + "\" is no text; features read texts only");
      }
    }

    private static Role role(String name, String path) {
      return switch (name) {
        case "system", "developer" ->
            throw CallFailed.invalid(
                path,
                "a feature has its own instructions; leave the message of role " + name + " out");
        case "user" -> Role.USER;
        case "assistant" -> Role.ASSISTANT;
        default ->
            throw CallFailed.invalid(
                path, "\"%s\" is \"%s\"; use user or assistant".formatted(path, name));
      };
    }

    /// A text, or parts that are all texts.
    private String content(JsonParser in, String path) {
      if (in.currentToken() != JsonToken.START_ARRAY) {
        return Json.requireText(in, path);
      }
      var text = new StringBuilder();
      for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
        text.append(part(in, path + "[" + i + "]"));
      }
      return text.toString();
    }

    private String part(JsonParser in, String path) {
      var type = "";
      var text = "";
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw CallFailed.invalid(path, "\"" + path + "\" must be an object with type and text");
      }
      while (in.nextToken() != JsonToken.END_OBJECT) {
        var name = in.currentName();
        in.nextToken();
        switch (name) {
          case "type" -> type = Json.requireText(in, path + ".type");
          case "text" -> text = Json.requireText(in, path + ".text");
          default -> ignore(in, "messages[]." + name);
        }
      }
      if (!type.equals("text")) {
        throw CallFailed.invalid(path, "\"" + path + "\" is no text; features read texts only");
      }
      return text;
    }
  }
}
