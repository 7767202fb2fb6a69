package dev.headgate.providers.openai.codec;

import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.dialects.WireRequest;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.settled.Settled;
import dev.headgate.providers.wire.ForeignWords;
import dev.headgate.providers.wire.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Requests to `/chat/completions`.
final class ChatRequests {
  static final String PATH = "/chat/completions";
  static final String MAX_TOKENS = "max_tokens";
  static final String SEED = "seed";

  private static final Dialect OWN = Dialect.OPENAI_CHAT;
  private static final String NEW_MAX_TOKENS = "max_completion_tokens";
  private static final String MISTRAL_SEED = "random_seed";

  private ChatRequests() {}

  static ChatRequest read(WireRequest wire) {
    var request = new Fields("", wire.body());
    var model = request.textOrEmpty("model");
    var messages = RequestMessages.read(request);
    var stream = Boolean.TRUE.equals(request.flag("stream"));
    var options =
        new ChatRequest.Options(
            readSettings(request),
            ToolsJson.read(request),
            OutputFormats.read(request),
            ReasoningJson.read(request));
    return new ChatRequest(model, messages, stream, options, request.rest(OWN));
  }

  static ChatSettings readSettings(Fields request) {
    var newer = request.count(NEW_MAX_TOKENS);
    var older = request.count(MAX_TOKENS);
    return new ChatSettings(
        newer == null ? older : newer,
        stop(request),
        readSampling(request),
        request.count("n"),
        logprobs(request));
  }

  private static ChatSettings.Sampling readSampling(Fields request) {
    var seed = request.whole(SEED);
    var mistralSeed = request.whole(MISTRAL_SEED);
    return new ChatSettings.Sampling(
        request.number("temperature"),
        request.number("top_p"),
        request.count("top_k"),
        seed == null ? mistralSeed : seed,
        request.number("frequency_penalty"),
        request.number("presence_penalty"));
  }

  private static List<String> stop(Fields request) {
    var written = request.take("stop");
    return switch (written) {
      case null -> List.of();
      case Json.Text(var one) -> List.of(one);
      case Json.Arr(var many) -> {
        var stops = new ArrayList<String>(many.size());
        for (var one : many) {
          if (!(one instanceof Json.Text(var text))) {
            throw request.wrong("stop", "a text or a list of texts");
          }
          stops.add(text);
        }
        yield stops;
      }
      case Json _ -> throw request.wrong("stop", "a text or a list of texts");
    };
  }

  private static @Nullable Integer logprobs(Fields request) {
    if (!(request.peek("logprobs") instanceof Json.Bool(var wanted))) {
      return null;
    }
    request.take("logprobs");
    if (!wanted) {
      return null;
    }
    var most = request.count("top_logprobs");
    return most == null ? 0 : most;
  }

  static WireRequest write(ChatRequest asked, Wording wording) {
    var request = Settled.of(asked, OWN, wording).request();
    var extras = ForeignWords.own(request.extras(), OWN, "");
    var options = request.options();
    var out =
        new ObjectBuilder()
            .maybe("model", request.model())
            .put("messages", new Json.Arr(WrittenMessages.write(request.messages(), wording)));
    writeSettings(out, options.settings(), wording);
    var logprobs = options.settings().logprobs();
    if (logprobs != null) {
      out.put("logprobs", true).maybe("top_logprobs", logprobs == 0 ? null : logprobs);
    }
    ToolsJson.write(out, options.tools(), wording);
    out.maybe("response_format", OutputFormats.write(options.format()));
    if (request.stream()) {
      out.put("stream", true);
    }
    out.putAll(extras);
    ReasoningJson.write(out, options.reasoning(), wording, extras);
    return new WireRequest(PATH, out.build());
  }

  static void writeSettings(ObjectBuilder out, ChatSettings settings, Wording wording) {
    var sampling = settings.sampling();
    out.maybe(wording.of(MAX_TOKENS), settings.maxTokens())
        .maybe("temperature", sampling.temperature())
        .maybe("top_p", sampling.topP())
        .maybe("top_k", sampling.topK())
        .maybe(wording.of(SEED), sampling.seed())
        .maybe("frequency_penalty", sampling.frequencyPenalty())
        .maybe("presence_penalty", sampling.presencePenalty())
        .maybe("stop", settings.stop().stream().map(Json.Text::new).toList())
        .maybe("n", settings.choices());
  }

  /// The only text of a request that is one.
  ///
  /// @throws CallFailed `UNSUPPORTED_PARAMETER` if it is a conversation
  static String onlyText(ChatRequest request, Dialect dialect) {
    if (request.messages().size() == 1
        && request.messages().getFirst().parts().size() == 1
        && request.messages().getFirst().parts().getFirst() instanceof Part.Text(var text, _)) {
      return text;
    }
    throw ForeignWords.unsupported("messages", dialect);
  }
}
