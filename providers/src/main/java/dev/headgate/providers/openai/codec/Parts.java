package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pieces of a message's `content`.
final class Parts {
  private static final Dialect OWN = Dialect.OPENAI_CHAT;
  private static final String TYPE = "type";
  private static final String THINKING = "thinking";

  private Parts() {}

  /// @param path of the content
  static List<Part> read(String path, @Nullable Json content) {
    return switch (content) {
      case null -> List.of();
      case Json.Null _ -> List.of();
      case Json.Text(var text) -> List.of(new Part.Text(text));
      case Json.Arr(var elements) -> {
        var parts = new ArrayList<Part>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
          parts.add(read(Fields.of(path + "[" + i + "]", elements.get(i)), elements.get(i)));
        }
        yield parts;
      }
      case Json.Obj _, Json.Num _, Json.Bool _ ->
          throw CallFailed.invalid(path, "\"" + path + "\" must be a text or a list of parts");
    };
  }

  private static Part read(Fields part, Json whole) {
    return switch (part.textOrEmpty(TYPE)) {
      case "text" -> new Part.Text(part.textOrEmpty("text"), part.rest(OWN));
      case "refusal" -> new Part.Refusal(part.textOrEmpty("refusal"), part.rest(OWN));
      case "image_url" -> image(part);
      case "input_audio" -> {
        var audio = part.object("input_audio");
        var format = audio.text("format").orElse("");
        yield new Part.Audio(
            new MediaSource.Inline("audio/" + format, audio.text("data").orElse("")),
            format,
            part.rest(OWN));
      }
      case "file" -> file(part);
      case THINKING -> thinking(part);
      default -> new Part.Foreign(OWN, (Json.Obj) whole);
    };
  }

  private static Part image(Fields part) {
    if (part.peek("image_url") instanceof Json.Text) {
      return new Part.Image(Media.ofUrl(part.textOrEmpty("image_url")), "", part.rest(OWN));
    }
    var image = new Fields(part.at("image_url"), part.object("image_url"));
    var source = Media.ofUrl(image.textOrEmpty("url"));
    var detail = image.textOrEmpty("detail");
    if (!image.left().isEmpty()) {
      part.leave("image_url", image.left());
    }
    return new Part.Image(source, detail, part.rest(OWN));
  }

  private static Part file(Fields part) {
    var file = new Fields(part.at("file"), part.object("file"));
    var id = file.text("file_id");
    var source =
        id == null ? Media.ofUrl(file.textOrEmpty("file_data")) : new MediaSource.Uploaded("", id);
    var name = file.textOrEmpty("filename");
    if (!file.left().isEmpty()) {
      part.leave("file", file.left());
    }
    return new Part.File(source, name, part.rest(OWN));
  }

  // Mistral's: the thought is a list of texts.
  private static Part thinking(Fields part) {
    var whole = part.array(THINKING);
    var text = new StringBuilder();
    for (var piece : whole) {
      if (piece instanceof Json.Obj object) {
        text.append(object.text("text").orElse(""));
      }
    }
    if (whole.size() != 1) {
      part.leave(THINKING, new Json.Arr(whole));
    }
    return new Part.Reasoning(text.toString(), "", part.rest(OWN));
  }

  /// @param path of the content
  static Json.Obj write(String path, Part part) {
    var extras = ForeignWords.own(part.extras(), OWN, path);
    return switch (part) {
      case Part.Text(var text, _) -> typed("text").put("text", text).putAll(extras).build();
      case Part.Refusal(var text, _) ->
          typed("refusal").put("refusal", text).putAll(extras).build();
      case Part.Image(var source, var detail, _) ->
          typed("image_url")
              .putAll(extras)
              .put(
                  "image_url",
                  extras
                      .object("image_url")
                      .with(
                          new ObjectBuilder()
                              .put("url", url(path, source))
                              .maybe("detail", detail)
                              .build()))
              .build();
      case Part.Audio audio -> audio(path, audio, extras);
      case Part.File file -> file(path, file, extras);
      case Part.Reasoning(var text, _, _) ->
          typed(THINKING)
              .put(THINKING, new Json.Arr(List.of(typed("text").put("text", text).build())))
              .putAll(extras)
              .build();
      case Part.Foreign(var dialect, var json) when dialect == OWN -> json;
      case Part.Foreign _, Part.ToolCall _, Part.ToolResult _ ->
          throw ForeignWords.unsupported(path, OWN);
    };
  }

  private static Json.Obj audio(String path, Part.Audio audio, Json.Obj extras) {
    if (!(audio.source() instanceof MediaSource.Inline(var type, var base64))) {
      throw ForeignWords.unsupported(path, OWN);
    }
    var format = audio.format().isEmpty() ? type.substring(type.indexOf('/') + 1) : audio.format();
    return typed("input_audio")
        .put("input_audio", new ObjectBuilder().put("data", base64).put("format", format).build())
        .putAll(extras)
        .build();
  }

  private static Json.Obj file(String path, Part.File file, Json.Obj extras) {
    var written = new ObjectBuilder();
    switch (file.source()) {
      case MediaSource.Uploaded(_, var id) -> written.put("file_id", id);
      case MediaSource.Plain(var type, var text) ->
          written.put(
              "file_data",
              Media.url(
                  new MediaSource.Inline(
                      type,
                      Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))));
      case MediaSource.Inline inline -> written.put("file_data", Media.url(inline));
      case MediaSource.Url url -> written.put("file_data", url(path, url));
    }
    return typed("file")
        .putAll(extras)
        .put("file", extras.object("file").with(written.maybe("filename", file.name()).build()))
        .build();
  }

  private static String url(String path, MediaSource source) {
    var url = Media.url(source);
    if (url.isEmpty()) {
      throw ForeignWords.unsupported(path, OWN);
    }
    return url;
  }

  private static ObjectBuilder typed(String type) {
    return new ObjectBuilder().put(TYPE, type);
  }
}
