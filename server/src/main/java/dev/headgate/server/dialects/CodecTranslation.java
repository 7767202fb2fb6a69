package dev.headgate.server.dialects;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.dialects.AnswerDecoder;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.ScannedRequest;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.wire.CallersWords;
import dev.headgate.providers.wire.Carried;
import dev.headgate.providers.wire.JsonBytes;
import dev.headgate.runtime.pipeline.calls.Translation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;

/// One call between its dialect and the canonical form, by the dialect's codec. The body is taken
/// apart only where its bytes alone do not do. Thread-safe.
public class CodecTranslation implements Translation {
  private final ChatCodec codec;
  private final String path;
  private final byte[] body;
  private final Map<String, String> headers;
  private final ScannedRequest scan;

  /// @param path behind the dialect's base address, as [WireRequest] has it
  /// @param scan of the body, which was read once already
  public CodecTranslation(ChatCodec codec, String path, byte[] body, ScannedRequest scan) {
    this(codec, path, body, Map.of(), scan);
  }

  /// @param headers of the caller's that travel with every body of the same dialect
  public CodecTranslation(
      ChatCodec codec, String path, byte[] body, Map<String, String> headers, ScannedRequest scan) {
    this.codec = codec;
    this.path = path;
    this.body = body;
    this.headers = Map.copyOf(headers);
    this.scan = scan;
  }

  @Override
  public ChatRequest conversation(String model) {
    return read(codec, path, body).to(model);
  }

  /// The body of a caller's request as a conversation.
  public static ChatRequest read(ChatCodec codec, String path, byte[] body) {
    try {
      if (JsonBytes.read(body) instanceof Json.Obj object) {
        return codec.readRequest(new WireRequest(path, object));
      }
    } catch (JacksonException e) {
      throw CallFailed.invalid("body", "the body is not valid JSON");
    }
    throw CallFailed.invalid("body", "the body is not a JSON object");
  }

  @Override
  public Optional<RelayBody> continuation(
      String model, int maxTokens, Wording wording, String text) {
    if (!isContinuable()) {
      return Optional.empty();
    }
    var request = conversation(model);
    var asked = request.settings().maxTokens();
    if (maxTokens > 0 && (asked == null || asked > maxTokens)) {
      request = request.with(request.settings().withMaxTokens(maxTokens));
    }
    var messages = new ArrayList<>(request.messages());
    messages.add(new ChatMessage(Role.ASSISTANT, text));
    var written = codec.writeRequest(request.with(messages), wording);
    return Optional.of(
        new RelayBody(JsonBytes.write(written.body()), List.of(), written.path(), headers));
  }

  @Override
  public boolean isContinuable() {
    return scan.facts().output().choices() == 1;
  }

  @Override
  public boolean showsUsage() {
    return true;
  }

  @Override
  public Optional<ChatAnswer> answer(byte[] answer) {
    try {
      return JsonBytes.read(answer) instanceof Json.Obj object
          ? Optional.of(codec.readAnswer(object))
          : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  @Override
  public AnswerDecoder decoder(ChatSink sink) {
    return codec.decoder(sink);
  }

  @Override
  public AnswerEncoder encoder(ByteSink out) {
    return codec.encoder(out);
  }

  @Override
  public Optional<AnswerEncoder> resuming(Consumer<ByteSink> told, ByteSink out) {
    return codec.resuming(told, out);
  }

  @Override
  public byte[] refusal(WireError error) {
    return JsonBytes.write(codec.writeError(error));
  }

  @Override
  public byte[] whole(ChatAnswer answer, List<String> ignored) {
    return JsonBytes.write(telling(written(answer), ignored));
  }

  /// A whole answer in the dialect.
  protected Json.Obj written(ChatAnswer answer) {
    return codec.writeAnswer(answer);
  }

  /// The answer with the list where it says more of us anyway.
  protected static Json.Obj telling(Json.Obj answer, List<String> ignored) {
    return ignored.isEmpty() || !answer.has(Carried.MEMBER)
        ? answer
        : Carried.attach(
            answer, "ignored", new Json.Arr(ignored.stream().<Json>map(Json.Text::new).toList()));
  }

  // A version says only how the request is to be read.
  @Override
  public List<String> ownHeaders() {
    return headers.keySet().stream().filter(name -> !name.endsWith("-version")).sorted().toList();
  }

  @Override
  public String said() {
    return ownHeaders().isEmpty() ? "" : new TreeMap<>(headers).toString();
  }

  @Override
  public String callersWord(String param) {
    return CallersWords.of(codec.dialect(), param);
  }
}
