package dev.headgate.runtime.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatAnswer;
import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatModel;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.Completion;
import dev.headgate.kernel.chat.Dialect;
import dev.headgate.kernel.chat.Extras;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.OneText;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.AnswerDecoder;
import dev.headgate.kernel.dialects.AnswerEncoder;
import dev.headgate.kernel.dialects.ByteSink;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.dialects.Resumption;
import dev.headgate.kernel.dialects.WireError;
import dev.headgate.kernel.dialects.Wording;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.money.BudgetLedger;
import dev.headgate.runtime.access.Access;
import dev.headgate.runtime.access.Caller;
import dev.headgate.runtime.access.LineageSeal;
import dev.headgate.runtime.cache.AnswerCache;
import dev.headgate.runtime.cache.Fingerprints;
import dev.headgate.runtime.features.Features;
import dev.headgate.runtime.limits.Limits;
import dev.headgate.runtime.pipeline.calls.CallTerms;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import dev.headgate.runtime.pipeline.calls.RelayRequest;
import dev.headgate.runtime.pipeline.calls.Translation;
import dev.headgate.runtime.routing.Alias;
import dev.headgate.runtime.routing.Deployment;
import dev.headgate.runtime.routing.Fleet;
import dev.headgate.runtime.routing.Provider;
import dev.headgate.runtime.routing.Router;
import dev.headgate.runtime.routing.RoutingConfig;
import dev.headgate.store.encryption.KeyedHash;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls whose deployments speak another dialect: asked in the canonical form, answered in the
/// caller's. In the caller's, every event is a piece of text.
final class ConversationRelayTest {
  private static final String BEGUN = "Long enough to be told from";
  private static final Usage USAGE = Usage.of(5, 0, 3, 0);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final TraceRecorder recorder = new TraceRecorder();
  private final ByteArrayOutputStream delivered = new ByteArrayOutputStream();
  private final List<ChatRequest> asked = new ArrayList<>();
  private ChatModel first = saying("Hel", "lo");
  private ChatModel second = saying("Hel", "lo");
  private boolean prefill;
  private boolean ownWay;

  @AfterEach
  void stopTimer() {
    timer.shutdownNow();
  }

  @Test
  void streamsTheAnswerInTheCallersDialect() {
    relay(true);

    assertThat(delivered).hasToString("data: Hel\n\ndata: lo\n\ndata: [DONE]\n\n");
    assertThat(asked).extracting(ChatRequest::model).containsExactly("m1");
    assertThat(recorder.first()).contains("\"status\":\"ok\"", "\"headgate.provider\":\"one\"");
  }

  @Test
  void writesAWholeAnswerInTheCallersDialect() {
    relay(false);

    assertThat(delivered).hasToString("whole: Hello");
  }

  @Test
  void asksAnotherBeforeTheFirstPiece() {
    first = failing(ErrorCode.PROVIDER_OVERLOADED);

    relay(true);

    assertThat(delivered).hasToString("data: Hel\n\ndata: lo\n\ndata: [DONE]\n\n");
    assertThat(asked).extracting(ChatRequest::model).containsExactly("m1", "m2");
  }

  @Test
  void continuesABrokenAnswerFromWhatTheCallerHas() {
    first = failing(ErrorCode.PROVIDER_TRUNCATED, "Hel");

    relay(true);

    assertThat(delivered).hasToString("data: Hel\n\ndata: lo\n\ndata: [DONE]\n\n");
  }

  @Test
  void hearsAModelThatBeginsAnewWhereItWasToGoOnOnce() {
    first = failing(ErrorCode.PROVIDER_TRUNCATED, BEGUN);
    second = saying("Long enough to be told ", "from another", " beginning.");
    prefill = true;

    relay(true);

    assertThat(delivered.toString(UTF_8).replaceAll("data: |\\n\\n|\\[DONE]", ""))
        .isEqualTo("Long enough to be told from another beginning.");
  }

  @Test
  void givesTheBeginningToAModelThatGoesOnWithIt() {
    first = failing(ErrorCode.PROVIDER_TRUNCATED, BEGUN);
    second = saying("lo!");
    prefill = true;

    relay(true);

    assertThat(delivered).hasToString("data: " + BEGUN + "\n\ndata: lo!\n\ndata: [DONE]\n\n");
    assertThat(asked.getLast().messages().getLast())
        .isEqualTo(new ChatMessage(Role.ASSISTANT, BEGUN));
  }

  @Test
  void asksAModelThatNeedsMoreThanAMessageInItsOwnWayThoughItTakesBytes() {
    first = failing(ErrorCode.PROVIDER_TRUNCATED, BEGUN);
    second = saying("lo!");
    prefill = true;
    ownWay = true;

    relay(true);

    assertThat(delivered).hasToString("data: " + BEGUN + "\n\ndata: lo!\n\ndata: [DONE]\n\n");
    assertThat(asked.getLast().messages().getLast())
        .isEqualTo(new ChatMessage(Role.ASSISTANT, "on from: " + BEGUN));
  }

  @Test
  void endsInAnErrorWhereNobodyAgrees() {
    first = failing(ErrorCode.PROVIDER_TRUNCATED, "Hel");
    second = saying("Good morning");

    assertThatThrownBy(() -> relay(true)).isInstanceOf(CallFailed.class);

    assertThat(delivered).hasToString("data: Hel\n\n");
    assertThat(recorder.first()).contains("\"outcome\":\"disagreed\"");
  }

  private void relay(boolean stream) {
    var body = "{}".getBytes(UTF_8);
    var request =
        new RelayRequest(Dialect.OPENAI_CHAT, body, new Plain("smart", body, stream), new Texts());
    var call = new RelayCall(Caller.OPEN, Operation.CHAT, request, CallTerms.NONE);
    pipeline().relay(call, Delivered.unread(delivered), new Cancellation());
  }

  private Pipeline pipeline() {
    var one = provider("one", _ -> first);
    var two = provider("two", _ -> second);
    var aliases = new LinkedHashMap<String, Alias>();
    aliases.put(
        "smart",
        new Alias(
            List.of(
                new Alias.Target("one", "m1", Deployment.Terms.NONE),
                new Alias.Target("two", "m2", new Deployment.Terms(1, "", 0, prefill, null))),
            List.of(),
            RoutingConfig.DEFAULT));
    var fleet = new Fleet(System::nanoTime, new Random(1), _ -> 0);
    var snapshot =
        new Snapshot(
            new Access(List.of()),
            new Features(List.of()),
            new Router(List.of(one, two), aliases, fleet));
    return new Pipeline(
        () -> snapshot,
        _ -> {
          throw new IllegalStateException("no search here");
        },
        _ -> Optional.empty(),
        String::length,
        (_, _) -> Optional.empty(),
        Limits.unlimited(),
        BudgetLedger.UNLIMITED,
        _ -> Optional.empty(),
        AnswerCache.inMemory(),
        new Fingerprints(new byte[32]),
        new Outward(new LineageSeal(new KeyedHash(new byte[32])), InstantSource.system()),
        recorder.traces,
        timer);
  }

  private interface Choice {
    ChatModel of(ChatRequest request);
  }

  private Provider provider(String name, Choice model) {
    return new Provider(
        name,
        "anthropic",
        new Scripted(model),
        (_, _, _) -> {
          throw new IllegalStateException("it does not speak the caller's dialect");
        },
        Set.of(ownWay && name.equals("two") ? Dialect.OPENAI_CHAT : Dialect.ANTHROPIC));
  }

  private final class Scripted implements ChatModel {
    private final Choice model;

    Scripted(Choice model) {
      this.model = model;
    }

    @Override
    public Completion chat(ChatRequest request, ChatSink sink, Cancellation cancellation) {
      asked.add(request);
      return model.of(request).chat(request, sink, cancellation);
    }

    @Override
    public Optional<ChatRequest> continuing(ChatRequest request, String begun) {
      return ChatModel.super.continuing(request, ownWay ? "on from: " + begun : begun);
    }

    @Override
    public boolean continuesPlainly(String name) {
      return !ownWay;
    }
  }

  private static ChatModel saying(String... pieces) {
    return (_, sink, _) -> {
      say(sink, pieces);
      sink.accept(new ChatEvent.ChoiceEnded(0, FinishReason.STOP, Extras.NONE));
      return new Completion("real", "id", FinishReason.STOP, USAGE);
    };
  }

  private static ChatModel failing(ErrorCode code, String... pieces) {
    return (_, sink, _) -> {
      say(sink, pieces);
      throw new CallFailed(code, "scripted");
    };
  }

  private static void say(ChatSink sink, String... pieces) {
    var text = new OneText(sink);
    List.of(pieces).forEach(text::accept);
  }

  private static final class Texts implements Translation {
    @Override
    public ChatRequest conversation(String model) {
      return new ChatRequest(model, List.of(new ChatMessage(Role.USER, "Hi")), ChatSettings.NONE);
    }

    @Override
    public Optional<RelayBody> continuation(
        String model, int maxTokens, Wording wording, String text) {
      return Optional.empty();
    }

    @Override
    public boolean isContinuable() {
      return true;
    }

    @Override
    public boolean showsUsage() {
      return false;
    }

    @Override
    public AnswerDecoder decoder(ChatSink sink) {
      return new Decoder(new OneText(sink));
    }

    @Override
    public AnswerEncoder encoder(ByteSink out) {
      return new Encoder(out);
    }

    @Override
    public Optional<AnswerEncoder> resuming(Consumer<ByteSink> told, ByteSink out) {
      return Optional.of(Resumption.of(this::decoder, this::encoder, told, _ -> {}, out));
    }

    @Override
    public byte[] refusal(WireError error) {
      return error.message().getBytes(UTF_8);
    }

    @Override
    public byte[] whole(ChatAnswer answer, List<String> ignored) {
      return ("whole: " + answer.choices().getFirst().message().text()).getBytes(UTF_8);
    }
  }

  private record Decoder(OneText sink) implements AnswerDecoder {
    @Override
    public void accept(byte[] bytes, int from, int length) {
      var event = new String(bytes, from, length, UTF_8);
      sink.accept(event.substring("data: ".length(), event.length() - 2));
    }

    @Override
    public boolean isWhole() {
      return false;
    }

    @Override
    public void end() {}
  }

  private record Encoder(ByteSink out) implements AnswerEncoder {
    @Override
    public String contentType() {
      return "text/event-stream";
    }

    @Override
    public void accept(ChatEvent event) {
      switch (event) {
        case ChatEvent.PartBegan(_, _, Part.Text(var text, _)) -> write(text);
        case ChatEvent.Grew(_, _, var delta) -> write(delta);
        default -> {}
      }
    }

    @Override
    public void end() {
      write("[DONE]");
    }

    @Override
    public void fail(WireError error) {
      throw new IllegalStateException("the door writes errors");
    }

    private void write(String text) {
      var bytes = ("data: " + text + "\n\n").getBytes(UTF_8);
      out.write(bytes, 0, bytes.length);
    }
  }
}
