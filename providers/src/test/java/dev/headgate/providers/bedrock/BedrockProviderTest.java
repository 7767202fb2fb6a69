package dev.headgate.providers.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatModel;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Usage;
import dev.headgate.kernel.dialects.RelayBody;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.json.Json;
import dev.headgate.providers.ProviderConfigs;
import dev.headgate.providers.wire.ObjectBuilder;
import dev.headgate.testkit.contracts.ChatModelContract;
import dev.headgate.testkit.providers.Reply;
import dev.headgate.testkit.providers.ScriptedProvider;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BedrockProviderTest extends ChatModelContract {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
  private static final int TAIL = 2;

  private final ScriptedProvider server = ScriptedProvider.start();
  private final BedrockProvider provider =
      connect(
          Map.of(
              "aws",
              Map.of(
                  "region", "eu-west-1",
                  "access-key", "${env:ACCESS}",
                  "secret-key", "${env:HIDDEN}",
                  "session-token", "${env:TOKEN}")));

  @AfterEach
  void close() {
    provider.close();
    server.close();
  }

  private BedrockProvider connect(Map<String, ?> keys) {
    var all = new HashMap<String, Object>(keys);
    all.put("type", "bedrock");
    all.put("base-url", "http://127.0.0.1:" + server.port());
    return new BedrockProvider(ProviderConfigs.of(all), InstantSource.fixed(NOW));
  }

  @Override
  protected ChatModel answering(String... pieces) {
    server.next(reply(frames(pieces)));
    return provider;
  }

  @Override
  protected ChatModel stalling(CountDownLatch reached, String... pieces) {
    var frames = frames(pieces);
    var reply = reply(frames);
    server.next(_ -> {
      reached.countDown();
      return reply.hangAfter(reply.length() - frames.getLast().length - 60);
    });
    return provider;
  }

  @Override
  protected ChatModel ending(String... pieces) {
    var frames = frames(pieces);
    server.next(reply(frames.subList(0, frames.size() - TAIL)));
    return provider;
  }

  @Test
  void signsItsRequests() {
    server.next(reply(frames("Hello")));

    var _ = provider.chat(REQUEST.to("anthropic.claude-3:0"), _ -> {}, new Cancellation());

    var request = server.requests().getFirst();
    assertThat(request.path()).isEqualTo("/model/anthropic.claude-3%3A0/converse-stream");
    assertThat(request.header("x-amz-date")).contains("20260203T040506Z");
    assertThat(request.header("x-amz-security-token")).contains("secret-of-TOKEN");
    var headers = new TreeMap<String, String>();
    for (var name : List.of("host", "x-amz-date", "x-amz-security-token")) {
      headers.put(name, request.header(name).orElseThrow());
    }
    var signed =
        new Signature.Signed("POST", request.path(), "", headers, Signature.sha256(request.body()));
    assertThat(request.header("authorization"))
        .contains(
            new Signature("secret-of-ACCESS", "secret-of-HIDDEN", "eu-west-1", "bedrock")
                .authorization(signed, "20260203T040506Z"));
  }

  @Test
  void showsAnApiKeyInPlaceOfASignature() {
    server.next(reply(frames("Hello")));
    try (var withKey = connect(Map.of("api-key", "${env:KEY}"))) {
      var _ = withKey.chat(REQUEST, _ -> {}, new Cancellation());
    }

    var request = server.requests().getFirst();
    assertThat(request.header("authorization")).contains("Bearer secret-of-KEY");
    assertThat(request.header("x-amz-date")).isEmpty();
  }

  @Test
  void writesTheRequestInConversesWords() {
    server.next(reply(frames("Hello")));

    var completion = provider.chat(REQUEST, _ -> {}, new Cancellation());

    assertThat(server.requests().getFirst().body())
        .isEqualTo(
            """
            {"messages":[{"role":"user","content":[{"text":"Say hello: \\"é\\" 😀\\n"}]}],\
            "system":[{"text":"Be brief."}]}\
            """);
    assertThat(completion.usage()).isEqualTo(Usage.of(7, 4, 5, 0));
    assertThat(completion.responseModel()).isEqualTo(REQUEST.model());
  }

  @Test
  void neverPassesOffAnAnswerAsWholeWhereverItIsCut() {
    var reply = reply(frames("Hel", "lo"));
    var last = reply.length() - "\r\n0\r\n\r\n".length() - 1;
    for (int cut = 150; cut <= last; cut += 11) {
      server.next(reply.cutAfter(cut));

      var failure =
          catchThrowableOfType(
              CallFailed.class, () -> provider.chat(REQUEST, _ -> {}, new Cancellation()));

      assertThat(failure).as("cut after %d bytes", cut).isNotNull();
      assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_TRUNCATED);
    }
  }

  @Test
  void refusesAStreamWithAWrongChecksum() {
    for (int flipped = 0; flipped < frames("Hel", "lo").get(1).length; flipped++) {
      var frames = frames("Hel", "lo");
      frames.get(1)[flipped] ^= 1;
      server.next(reply(frames));

      var failure =
          catchThrowableOfType(
              CallFailed.class, () -> provider.chat(REQUEST, _ -> {}, new Cancellation()));

      assertThat(failure).as("byte %d flipped", flipped).isNotNull();
      assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_MALFORMED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "throttlingException, PROVIDER_RATE_LIMITED",
    "serviceUnavailableException, PROVIDER_OVERLOADED",
    "modelTimeoutException, PROVIDER_TIMEOUT",
    "modelStreamErrorException, PROVIDER_FAILED",
    "internalServerException, PROVIDER_FAILED",
    "validationException, PROVIDER_REJECTED"
  })
  void tellsAnExceptionInTheMiddleOfAStreamByItsType(String type, ErrorCode code) {
    var frames = new ArrayList<>(frames("Hel").subList(0, 2));
    new FrameWriter((bytes, from, length) -> frames.add(Arrays.copyOfRange(bytes, from, length)))
        .exception(type, new ObjectBuilder().put("message", "oops").build());
    server.next(reply(frames));

    var failure =
        catchThrowableOfType(
            CallFailed.class, () -> provider.chat(REQUEST, _ -> {}, new Cancellation()));

    assertThat(failure.code()).isEqualTo(code);
  }

  @Test
  void tellsARefusalByTheTypeInItsHeader() {
    server.next(
        Reply.body(
            403,
            "application/json",
            "{\"message\":\"The security token included in the request is expired\"}",
            "x-amzn-errortype: ExpiredTokenException:http://internal.amazon.com/coral/",
            "x-amzn-requestid: 402bd639"));

    var failure =
        catchThrowableOfType(
            CallFailed.class, () -> provider.chat(REQUEST, _ -> {}, new Cancellation()));

    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_REJECTED);
    assertThat(failure.message())
        .contains("answered 403 (ExpiredTokenException), request id 402bd639");
  }

  @Test
  void passesBytesToTheAddressThatTheyAreFor() {
    server.next(Reply.json("{\"embedding\":[0.5]}"));
    var sent = "{\"inputText\" : \"a\"}".getBytes(UTF_8);
    var body =
        new RelayBody(sent, List.of(), "/model/amazon.titan-embed-text-v2:0/invoke", Map.of());

    try (var answer = provider.relay(Operation.EMBEDDINGS, body, new Cancellation())) {
      var read = new byte[100];
      assertThat(new String(read, 0, answer.read(read), UTF_8)).isEqualTo("{\"embedding\":[0.5]}");
    }

    var request = server.requests().getFirst();
    assertThat(request.path()).isEqualTo("/model/amazon.titan-embed-text-v2%3A0/invoke");
    assertThat(request.bodyBytes()).isEqualTo(sent);
  }

  @Test
  void asksNothingButAModel() {
    for (var path : List.of("", "/model/x", "/guardrail/x/apply", "/model//invoke", "/model/x/y")) {
      var body = new RelayBody("{}".getBytes(UTF_8), List.of(), path, Map.of());

      var failure =
          catchThrowableOfType(
              CallFailed.class,
              () -> provider.relay(Operation.CHAT, body, new Cancellation()).close());

      assertThat(failure.code()).as(path).isEqualTo(ErrorCode.INVALID_REQUEST);
    }
    assertThat(server.requests()).isEmpty();
  }

  private static Reply reply(List<byte[]> frames) {
    return Reply.pieces(BedrockProvider.STREAM_TYPE, frames);
  }

  private static List<byte[]> frames(String... pieces) {
    var frames = new ArrayList<byte[]>();
    var out =
        new FrameWriter((bytes, from, length) -> {
          var copy = new ByteArrayOutputStream();
          copy.write(bytes, from, length);
          frames.add(copy.toByteArray());
        });
    out.event("messageStart", new ObjectBuilder().put("role", "assistant").build());
    for (var piece : pieces) {
      out.event(
          "contentBlockDelta",
          new ObjectBuilder()
              .put("contentBlockIndex", 0)
              .put("delta", new ObjectBuilder().put("text", piece).build())
              .put("p", "abcdef")
              .build());
    }
    out.event("contentBlockStop", new ObjectBuilder().put("contentBlockIndex", 0).build());
    out.event("messageStop", new ObjectBuilder().put("stopReason", "end_turn").build());
    out.event("metadata", Json.Obj.of("usage", usage()));
    return frames;
  }

  private static Json.Obj usage() {
    return new ObjectBuilder()
        .put("inputTokens", 7)
        .put("outputTokens", 5)
        .put("totalTokens", 16)
        .put("cacheReadInputTokens", 4)
        .build();
  }
}
