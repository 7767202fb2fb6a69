package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.OutputFormat;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.ReasoningSettings;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Tools;
import dev.headgate.kernel.dialects.AnswerDecoder;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.ChatCodec;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.settled.Settled;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.List;

/// OpenAI's older `/completions`: a text is continued. One prompt is a conversation of one text;
/// several, or tokens, are known to this dialect only.
public final class CompletionsCodec implements ChatCodec {
  private static final Dialect OWN = Dialect.OPENAI_COMPLETIONS;
  private static final String PATH = "/completions";
  private static final String PROMPT = "prompt";

  private final OpenAiErrors errors = new OpenAiErrors();

  @Override
  public Dialect dialect() {
    return OWN;
  }

  @Override
  public ChatRequest readRequest(WireRequest wire) {
    var request = new Fields("", wire.body());
    var model = request.textOrEmpty("model");
    var prompt = prompt(request);
    var stream = Boolean.TRUE.equals(request.flag("stream"));
    var settings = ChatRequests.readSettings(request);
    var logprobs = request.count("logprobs");
    var options =
        new ChatRequest.Options(
            new ChatSettings(
                settings.maxTokens(),
                settings.stop(),
                settings.sampling(),
                settings.choices(),
                logprobs),
            Tools.NONE,
            new OutputFormat.Unsaid(),
            ReasoningSettings.NONE);
    return new ChatRequest(
        model,
        List.of(new ChatMessage(Role.USER, List.of(prompt))),
        stream,
        options,
        request.rest(OWN));
  }

  private static Part prompt(Fields request) {
    var written = request.take(PROMPT);
    return switch (written) {
      case Json.Text(var text) -> new Part.Text(text);
      case Json.Arr several -> new Part.Foreign(OWN, Json.Obj.of(PROMPT, several));
      case null -> throw request.wrong(PROMPT, "a text");
      case Json _ -> throw request.wrong(PROMPT, "a text or a list");
    };
  }

  @Override
  public WireRequest writeRequest(ChatRequest asked, Wording wording) {
    var request = Settled.of(asked, OWN, wording).request();
    var options = request.options();
    if (!options.tools().equals(Tools.NONE)) {
      throw ForeignWords.unsupported("tools", OWN);
    }
    if (!(options.format() instanceof OutputFormat.Unsaid
        || options.format() instanceof OutputFormat.PlainText)) {
      throw ForeignWords.unsupported("response_format", OWN);
    }
    if (!options.reasoning().equals(ReasoningSettings.NONE)) {
      throw ForeignWords.unsupported(ReasoningJson.EFFORT, OWN);
    }
    var out =
        new ObjectBuilder().maybe("model", request.model()).put(PROMPT, writtenPrompt(request));
    ChatRequests.writeSettings(out, options.settings(), wording);
    out.maybe("logprobs", options.settings().logprobs());
    if (request.stream()) {
      out.put("stream", true);
    }
    out.putAll(ForeignWords.own(request.extras(), OWN, ""));
    return new WireRequest(PATH, out.build());
  }

  private static Json writtenPrompt(ChatRequest request) {
    if (request.messages().size() == 1
        && request.messages().getFirst().parts().size() == 1
        && request.messages().getFirst().parts().getFirst()
            instanceof Part.Foreign(var dialect, var json)
        && dialect == OWN) {
      return json.find(PROMPT).orElse(Json.NULL);
    }
    return new Json.Text(ChatRequests.onlyText(request, OWN));
  }

  @Override
  public List<String> ignored(ChatRequest request, Wording wording) {
    return Settled.of(request, OWN, wording).ignored();
  }

  @Override
  public ChatAnswer readAnswer(Json.Obj answer) {
    return TextAnswers.read(answer);
  }

  @Override
  public Json.Obj writeAnswer(ChatAnswer answer) {
    return TextAnswers.write(answer);
  }

  @Override
  public AnswerDecoder decoder(ChatSink sink) {
    return new StreamDecoder(sink, Shape.TEXT);
  }

  @Override
  public AnswerEncoder encoder(ByteSink out) {
    return encoder(out, 0);
  }

  /// @param created epoch seconds, of an answer whose own dialect does not say them
  public AnswerEncoder encoder(ByteSink out, long created) {
    return new StreamEncoder(out, Shape.TEXT, created);
  }

  /// @param created epoch seconds, of an answer whose own dialect does not say them
  public Json.Obj writeAnswer(ChatAnswer answer, long created) {
    var written = writeAnswer(answer);
    return Answers.isDated(written) ? written : written.with(Answers.CREATED, Json.Num.of(created));
  }

  @Override
  public WireError readError(int status, Json.Obj body) {
    return errors.readError(status, body);
  }

  @Override
  public Json.Obj writeError(WireError error) {
    return errors.writeError(error);
  }
}
