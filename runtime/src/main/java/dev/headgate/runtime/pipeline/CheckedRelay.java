package dev.headgate.runtime.pipeline;

import dev.headgate.kernel.chat.ChatEvent;
import dev.headgate.kernel.chat.Operation;
import dev.headgate.kernel.chat.Part;
import dev.headgate.kernel.dialects.AnswerDecoder;
import dev.headgate.kernel.dialects.RelayReader;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.kernel.money.Money;
import dev.headgate.runtime.guardrails.Guardrails;
import dev.headgate.runtime.pipeline.calls.RelayCall;
import dev.headgate.runtime.pipeline.calls.RelayHead;
import dev.headgate.runtime.pipeline.calls.RelaySink;
import dev.headgate.runtime.pipeline.calls.Translation;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Checks the answer to a relayed call. Its bytes go on as they came, each once the text that they
/// hold has passed: of a stream by sentence, of anything else as a whole. Texts and refusals are
/// checked; thoughts and the arguments of tools are not.
final class CheckedRelay implements RelaySink {
  /// Most bytes that wait for their check.
  static final int MAX_BYTES = 16 * 1024 * 1024;

  private final RelayCall call;
  private final Translation translation;
  private final Checks checks;
  private final RelaySink out;
  private final AnswerDecoder decoder;
  private final Map<Integer, Said> choices = new TreeMap<>();
  private final Deque<Piece> waiting = new ArrayDeque<>();
  // What an event that has not ended yet has so far.
  private final ByteArrayOutputStream open = new ByteArrayOutputStream();
  // A whole answer, or the pieces with which a stream ends.
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final List<byte[]> last = new ArrayList<>();
  private int waitingBytes;
  private int breaks;
  private boolean isEnding;
  private boolean hasEnded;
  private @Nullable RelayHead head;
  private @Nullable RelayHead whole;
  private @Nullable CallFailed blocked;

  /// Bytes that wait.
  ///
  /// @param said characters of each choice up to their end
  private record Piece(byte[] bytes, Map<Integer, Integer> said) {}

  /// Empty if nobody checks answers, or there is no text in them.
  static Optional<CheckedRelay> of(RelayCall call, Checks checks, RelaySink out) {
    if (!checks.checksAnswers() || call.operation() != Operation.CHAT) {
      return Optional.empty();
    }
    var translation =
        call.request()
            .translation()
            .orElseThrow(() ->
                new CallFailed(
                    ErrorCode.UNSUPPORTED_OPERATION,
                    "the guardrails of project \"%s\" check answers, and those in the dialect \"%s\" cannot be read; ask in another"
                        .formatted(call.caller().project(), call.request().dialect().wireName())));
    return Optional.of(new CheckedRelay(call, translation, checks, out));
  }

  private CheckedRelay(RelayCall call, Translation translation, Checks checks, RelaySink out) {
    this.call = call;
    this.translation = translation;
    this.checks = checks;
    this.out = out;
    this.decoder = translation.decoder(this::said);
  }

  /// Lets the end of the answer come, and returns what sends it once the call is on record.
  ///
  /// @param told hands over the end of the answer
  /// @throws CallFailed `GUARDRAIL_BLOCKED`
  Runnable after(Runnable told) {
    isEnding = true;
    told.run();
    ended();
    return this::sendEnd;
  }

  /// @throws CallFailed `GUARDRAIL_BLOCKED`
  @Override
  public void ended() {
    requireNoBlock();
    if (hasEnded) {
      return;
    }
    hasEnded = true;
    // A long answer comes in pieces, though it is no stream.
    if (!call.request().stream() && whole == null && head != null) {
      var body = kept.toByteArray();
      kept.reset();
      answer(head, body, body.length);
    }
    if (open.size() > 0) {
      close();
    }
    choices.values().forEach(it -> it.text.end());
    release();
  }

  private void sendEnd() {
    if (whole != null) {
      out.answer(whole, kept.toByteArray(), kept.size());
      return;
    }
    last.forEach(piece -> out.write(piece, 0, piece.length));
  }

  @Override
  public RelayReader reader(String contentType) {
    return out.reader(contentType);
  }

  @Override
  public void begin(RelayHead of) {
    head = of;
    if (call.request().stream()) {
      out.begin(of);
    }
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    requireNoBlock();
    if (!call.request().stream()) {
      keep(bytes, from, length);
      return;
    }
    waitingBytes += length;
    requireRoom(waitingBytes);
    try {
      decoder.accept(bytes, from, length);
    } catch (CallFailed e) {
      // Whoever handed the bytes over may take the answer for whole all the same.
      blocked = e;
      throw e;
    }
    open.write(bytes, from, length);
    if (head == null || !head.isEvents() || endsEvent(bytes, from, length)) {
      close();
      release();
    }
  }

  // The text of an event is known at its end, which a blank line is.
  private boolean endsEvent(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      breaks = bytes[i] == '\n' ? breaks + 1 : bytes[i] == '\r' ? breaks : 0;
    }
    return breaks >= 2;
  }

  private void close() {
    var said = new HashMap<Integer, Integer>();
    choices.forEach((choice, it) -> said.put(choice, it.length));
    waiting.add(new Piece(open.toByteArray(), said));
    open.reset();
  }

  @Override
  public void answer(RelayHead of, byte[] body, int length) {
    if (of.status() < 400 && call.request().stream()) {
      // A stream in the form of one array may come as a whole.
      begin(of);
      write(body, 0, length);
      return;
    }
    if (of.status() < 400) {
      var answer =
          translation
              .answer(Arrays.copyOf(body, length))
              .orElseThrow(() ->
                  new CallFailed(
                      ErrorCode.PROVIDER_MALFORMED,
                      "the answer cannot be read, and what is not checked does not pass"));
      for (var choice : answer.choices()) {
        var text = new StringBuilder();
        choice.message().parts().forEach(part -> text.append(textOf(part)));
        checks
            .on(call)
            .whole(text.toString())
            .blocking()
            .ifPresent(by -> {
              throw Guardrails.blocked(by);
            });
      }
    }
    whole = of;
    keep(body, 0, length);
  }

  @Override
  public void spent(Money cost) {
    out.spent(cost);
  }

  @Override
  public void shortened() {
    out.shortened();
  }

  @Override
  public void remembered(Duration age) {
    out.remembered(age);
  }

  private void said(ChatEvent event) {
    switch (event) {
      case ChatEvent.PartBegan(var choice, var part, var known) -> {
        if (known instanceof Part.Text || known instanceof Part.Refusal) {
          choice(choice).parts.add(part);
          choice(choice).accept(textOf(known));
        }
      }
      case ChatEvent.Grew(var choice, var part, var delta) -> {
        if (choice(choice).parts.contains(part)) {
          choice(choice).accept(delta);
        }
      }
      case ChatEvent.Began _, ChatEvent.Learned _, ChatEvent.ChoiceEnded _, ChatEvent.Used _ -> {}
    }
  }

  private Said choice(int number) {
    return choices.computeIfAbsent(number, _ -> new Said(checks.on(call)));
  }

  private static String textOf(Part part) {
    return switch (part) {
      case Part.Text text -> text.text();
      case Part.Refusal refusal -> refusal.text();
      case Part.Reasoning _,
          Part.ToolCall _,
          Part.ToolResult _,
          Part.Image _,
          Part.Audio _,
          Part.File _,
          Part.Foreign _ ->
          "";
    };
  }

  // What comes with the end of the answer waits until the call is on record.
  private void release() {
    for (var next = waiting.peek(); next != null && hasPassed(next); next = waiting.peek()) {
      waiting.remove();
      waitingBytes -= next.bytes.length;
      if (isEnding) {
        last.add(next.bytes);
      } else {
        out.write(next.bytes, 0, next.bytes.length);
      }
    }
  }

  private boolean hasPassed(Piece piece) {
    return piece.said.entrySet().stream()
        .allMatch(said -> choice(said.getKey()).passed >= said.getValue());
  }

  private void keep(byte[] bytes, int from, int length) {
    requireRoom(kept.size() + length);
    kept.write(bytes, from, length);
  }

  private static void requireRoom(int bytes) {
    if (bytes > MAX_BYTES) {
      throw new CallFailed(
          ErrorCode.PROVIDER_MALFORMED,
          "more than %,d bytes of the answer wait for their check; ask for less"
              .formatted(MAX_BYTES));
    }
  }

  private void requireNoBlock() {
    if (blocked != null) {
      throw blocked;
    }
  }

  /// What one choice has said.
  private static final class Said {
    private final Set<Integer> parts = new HashSet<>();
    private final CheckedText text;
    private int length;
    private int passed;

    Said(Checks checks) {
      this.text = new CheckedText(checks, delta -> passed += delta.length());
    }

    void accept(String delta) {
      length += delta.length();
      text.accept(delta);
    }
  }
}
