package dev.headgate.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.headgate.kernel.chat.Cancellation;
import dev.headgate.kernel.chat.ChatMessage;
import dev.headgate.kernel.chat.ChatModel;
import dev.headgate.kernel.chat.ChatRequest;
import dev.headgate.kernel.chat.ChatSettings;
import dev.headgate.kernel.chat.ChatSink;
import dev.headgate.kernel.chat.FinishReason;
import dev.headgate.kernel.chat.Role;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What every [ChatModel] does.
public abstract class ChatModelContract {
  protected static final ChatRequest REQUEST =
      new ChatRequest(
          "scripted-1",
          List.of(
              new ChatMessage(Role.SYSTEM, "Be brief."),
              new ChatMessage(Role.USER, "Say hello: \"é\" 😀\n")),
          ChatSettings.NONE);

  /// A model that answers in these pieces and then says that it stopped.
  protected abstract ChatModel answering(String... pieces);

  /// A model that answers in these pieces and then falls silent; `reached` is counted down when it
  /// does.
  protected abstract ChatModel stalling(CountDownLatch reached, String... pieces);

  /// A model that answers in these pieces and ends without saying why.
  protected abstract ChatModel ending(String... pieces);

  @Test
  void handsOverTheTextInOrderAndSaysWhyItStopped() {
    var text = new StringBuilder();

    var completion =
        answering("Hel", "lo \"", "é😀", "\n")
            .chat(REQUEST, ChatSink.ofText(text::append), new Cancellation());

    assertThat(text).hasToString("Hello \"é😀\n");
    assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(completion.responseModel()).isNotEmpty();
    assertThat(completion.usage().output().total()).isPositive();
  }

  @Test
  void neverPassesOffATruncatedAnswerAsWhole() {
    var text = new StringBuilder();
    var model = ending("half an ans");

    assertThatThrownBy(() -> model.chat(REQUEST, ChatSink.ofText(text::append), new Cancellation()))
        .asInstanceOf(type(CallFailed.class))
        .returns(ErrorCode.PROVIDER_TRUNCATED, CallFailed::code);

    assertThat(text).hasToString("half an ans");
  }

  @Test
  void stopsWithin500MillisecondsOfACancellation() throws InterruptedException {
    var reached = new CountDownLatch(1);
    var model = stalling(reached, "a piece");
    var cancellation = new Cancellation();
    var failures = new ArrayList<Throwable>();
    var call =
        Thread.ofVirtual()
            .start(() -> {
              try {
                model.chat(REQUEST, _ -> {}, cancellation);
              } catch (CallFailed e) {
                failures.add(e);
              }
            });

    reached.await();
    cancellation.cancel();

    assertThat(call.join(Duration.ofMillis(500))).isTrue();
    assertThat(failures)
        .singleElement(type(CallFailed.class))
        .returns(ErrorCode.CALL_CANCELLED, CallFailed::code);
  }

  @Test
  void doesNotBeginACallThatIsAlreadyCancelled() {
    var cancellation = new Cancellation();
    cancellation.cancel();
    var model = answering("never");

    assertThatThrownBy(() -> model.chat(REQUEST, _ -> {}, cancellation))
        .asInstanceOf(type(CallFailed.class))
        .returns(ErrorCode.CALL_CANCELLED, CallFailed::code);
  }

  @Test
  void stopsWhenTheSinkRefuses() {
    var model = answering("one", "two", "three");
    var taken = new ArrayList<String>();
    var refusal = new CallFailed(ErrorCode.INTERNAL_ERROR, "enough");

    assertThatThrownBy(() ->
            model.chat(
                REQUEST,
                ChatSink.ofText(delta -> {
                  taken.add(delta);
                  throw refusal;
                }),
                new Cancellation()))
        .isSameAs(refusal);

    assertThat(taken).hasSize(1);
  }
}
