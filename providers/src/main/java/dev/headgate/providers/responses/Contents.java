package dev.headgate.providers.responses;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.MediaSource;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.providers.wire.ObjectReader;
import java.util.Base64;

/// The pieces of what is said to a model: texts, images, files.
final class Contents {
  private static final String DATA = "data:";
  private static final String BASE64 = ";base64,";

  private Contents() {}

  static Part read(ObjectReader content) {
    return switch (content.object().text(Items.TYPE).orElse("")) {
      case "input_text", "output_text", "text" -> {
        content.text(Items.TYPE);
        yield new Part.Text(content.text("text"), own(content));
      }
      case "input_image" -> image(content);
      case "input_file" -> file(content);
      case "input_audio" -> audio(content);
      default -> new Part.Foreign(Dialect.OPENAI_RESPONSES, content.object());
    };
  }

  private static Part image(ObjectReader content) {
    content.text(Items.TYPE);
    var source =
        content.object().find("file_id").isPresent()
            ? new MediaSource.Uploaded("", content.text("file_id"))
            : at(content.text("image_url"));
    return new Part.Image(source, content.text("detail"), own(content));
  }

  private static Part file(ObjectReader content) {
    content.text(Items.TYPE);
    MediaSource source;
    if (content.object().find("file_id").isPresent()) {
      source = new MediaSource.Uploaded("", content.text("file_id"));
    } else if (content.object().find("file_url").isPresent()) {
      source = new MediaSource.Url("", content.text("file_url"));
    } else {
      source = at(content.text("file_data"));
    }
    return new Part.File(source, content.text("filename"), own(content));
  }

  private static Part audio(ObjectReader content) {
    content.text(Items.TYPE);
    var audio = content.members("input_audio");
    var format = audio.text("format");
    return new Part.Audio(
        new MediaSource.Inline("audio/" + format, audio.text("data")), format, own(content));
  }

  // A data URL holds the bytes; what is no URL at all is base64.
  private static MediaSource at(String url) {
    if (!url.startsWith(DATA)) {
      return url.contains("://") ? new MediaSource.Url("", url) : new MediaSource.Inline("", url);
    }
    var base64 = url.indexOf(BASE64);
    return base64 < 0
        ? new MediaSource.Url("", url)
        : new MediaSource.Inline(
            url.substring(DATA.length(), base64), url.substring(base64 + BASE64.length()));
  }

  static Json.Obj write(Part part, String path) {
    var body =
        switch (part) {
          case Part.Text(var text, _) -> typed("input_text").put("text", text);
          case Part.Refusal(var text, _) -> typed("input_text").put("text", text);
          case Part.Image(var source, var detail, _) -> image(source, path).maybe("detail", detail);
          case Part.File(var source, var name, _) -> file(source, name);
          case Part.Audio(MediaSource.Inline(_, var data), var format, _) ->
              typed("input_audio")
                  .put(
                      "input_audio",
                      new ObjectBuilder().put("data", data).put("format", format).build());
          case Part.Foreign(var dialect, var json) when dialect == Dialect.OPENAI_RESPONSES ->
              new ObjectBuilder().putAll(json);
          case Part.Audio _, Part.Reasoning _, Part.ToolCall _, Part.ToolResult _, Part.Foreign _ ->
              throw ForeignWords.unsupported(path, Dialect.OPENAI_RESPONSES);
        };
    return body.putAll(ForeignWords.own(part.extras(), Dialect.OPENAI_RESPONSES, path)).build();
  }

  private static ObjectBuilder typed(String type) {
    return new ObjectBuilder().put(Items.TYPE, type);
  }

  private static ObjectBuilder image(MediaSource source, String path) {
    return switch (source) {
      case MediaSource.Inline(var type, var data) ->
          typed("input_image").put("image_url", dataUrl(type, data));
      case MediaSource.Url(_, var url) -> typed("input_image").put("image_url", url);
      case MediaSource.Uploaded(_, var id) -> typed("input_image").put("file_id", id);
      case MediaSource.Plain _ -> throw ForeignWords.unsupported(path, Dialect.OPENAI_RESPONSES);
    };
  }

  private static ObjectBuilder file(MediaSource source, String name) {
    return switch (source) {
      case MediaSource.Inline(var type, var data) ->
          typed("input_file").maybe("filename", name).put("file_data", dataUrl(type, data));
      case MediaSource.Url(_, var url) ->
          typed("input_file").maybe("filename", name).put("file_url", url);
      case MediaSource.Uploaded(_, var id) ->
          typed("input_file").maybe("filename", name).put("file_id", id);
      case MediaSource.Plain(var type, var text) ->
          typed("input_file")
              .put("filename", name.isEmpty() ? "document.txt" : name)
              .put(
                  "file_data",
                  dataUrl(type, Base64.getEncoder().encodeToString(text.getBytes(UTF_8))));
    };
  }

  private static String dataUrl(String type, String base64) {
    return type.isEmpty() ? base64 : DATA + type + BASE64 + base64;
  }

  private static Extras own(ObjectReader content) {
    var rest = content.rest();
    return rest.isEmpty() ? Extras.NONE : new Extras(Dialect.OPENAI_RESPONSES, rest);
  }
}
