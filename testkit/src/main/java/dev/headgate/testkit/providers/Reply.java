package dev.headgate.testkit.providers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a scripted provider does after it has read a request: a list of steps, exactly as they go
/// over the wire. Immutable; every method returns a changed copy.
public final class Reply {
  /// One thing that a server does.
  public sealed interface Step {
    /// Writes bytes and flushes them.
    record Send(byte[] bytes) implements Step {}

    /// Says nothing for a while.
    record Pause(Duration duration) implements Step {}

    /// Says nothing until the peer has closed the connection.
    record Hang() implements Step {}

    /// Ends the connection, with everything sent arriving before.
    record Close() implements Step {}

    /// Ends the connection by a reset, as a crashed peer does.
    record Reset() implements Step {}
  }

  private final List<Step> steps;

  private Reply(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  public List<Step> steps() {
    return steps;
  }

  /// Exactly these bytes, head and all; the connection stays open.
  public static Reply raw(byte[] bytes) {
    return new Reply(List.of(new Step.Send(bytes)));
  }

  public static Reply raw(String text) {
    return raw(text.getBytes(UTF_8));
  }

  /// Nothing at all, until the peer gives up.
  public static Reply silence() {
    return new Reply(List.of(new Step.Hang()));
  }

  /// A whole body under a correct head.
  public static Reply body(int status, String contentType, byte[] body, String... headers) {
    var head = head(status, contentType, "Content-Length: " + body.length, headers).getBytes(UTF_8);
    return raw(joined(head, body));
  }

  public static Reply body(int status, String contentType, String body, String... headers) {
    return body(status, contentType, body.getBytes(UTF_8), headers);
  }

  public static Reply json(String body) {
    return body(200, "application/json", body);
  }

  /// A stream of events in chunks: the head, each event and the end are steps of their own.
  public static Reply events(String... events) {
    var bytes = Arrays.stream(events).map(event -> event.getBytes(UTF_8)).toList();
    return pieces("text/event-stream; charset=utf-8", bytes);
  }

  /// The same for pieces of any type.
  public static Reply pieces(String contentType, List<byte[]> pieces) {
    var steps = new ArrayList<Step>();
    steps.add(new Step.Send(head(200, contentType, "Transfer-Encoding: chunked").getBytes(UTF_8)));
    for (var piece : pieces) {
      steps.add(new Step.Send(chunk(piece)));
    }
    steps.add(new Step.Send("0\r\n\r\n".getBytes(UTF_8)));
    return new Reply(steps);
  }

  /// The same, from here on cut after so many bytes, counted from the first of the head; then the
  /// connection is closed.
  public Reply cutAfter(int bytes) {
    return cut(bytes, new Step.Close());
  }

  /// The same, cut behind the first step that sends that text; then the connection is closed.
  public Reply cutBehind(String text) {
    return cutAfter(lengthBehind(text));
  }

  /// The same, silent behind the first step that sends that text.
  public Reply hangBehind(String text) {
    return hangAfter(lengthBehind(text));
  }

  /// The same, cut after so many bytes by a reset.
  public Reply resetAfter(int bytes) {
    return cut(bytes, new Step.Reset());
  }

  /// The same, cut after so many bytes and silent from then on.
  public Reply hangAfter(int bytes) {
    return cut(bytes, new Step.Hang());
  }

  /// The same, then the connection is closed.
  public Reply thenClose() {
    return plus(new Step.Close());
  }

  /// The same, the first byte later.
  public Reply delayed(Duration pause) {
    var changed = new ArrayList<Step>(steps);
    changed.addFirst(new Step.Pause(pause));
    return new Reply(changed);
  }

  /// The same with a pause before every step but the first: for [#events], between head, events and
  /// end.
  public Reply paced(Duration pause) {
    var changed = new ArrayList<Step>();
    for (var step : steps) {
      if (!changed.isEmpty()) {
        changed.add(new Step.Pause(pause));
      }
      changed.add(step);
    }
    return new Reply(changed);
  }

  /// The same in pieces of so many bytes, flushed one by one.
  public Reply inPiecesOf(int bytes) {
    var changed = new ArrayList<Step>();
    for (var step : steps) {
      if (step instanceof Step.Send(var sent)) {
        for (int i = 0; i < sent.length; i += bytes) {
          changed.add(new Step.Send(Arrays.copyOfRange(sent, i, Math.min(i + bytes, sent.length))));
        }
      } else {
        changed.add(step);
      }
    }
    return new Reply(changed);
  }

  /// Bytes that are sent in all.
  public int length() {
    return bytes().length;
  }

  /// Everything that is sent, in one piece.
  public byte[] bytes() {
    var all = new ByteArrayOutputStream();
    for (var step : steps) {
      if (step instanceof Step.Send(var sent)) {
        all.writeBytes(sent);
      }
    }
    return all.toByteArray();
  }

  private int lengthBehind(String text) {
    var length = 0;
    for (var step : steps) {
      if (step instanceof Step.Send(var sent)) {
        length += sent.length;
        if (new String(sent, UTF_8).contains(text)) {
          return length;
        }
      }
    }
    throw new IllegalArgumentException("no step sends \"" + text + "\"");
  }

  private Reply cut(int bytes, Step end) {
    var changed = new ArrayList<Step>();
    var left = bytes;
    for (var step : steps) {
      if (step instanceof Step.Send(var sent)) {
        changed.add(new Step.Send(Arrays.copyOf(sent, Math.min(left, sent.length))));
        left -= Math.min(left, sent.length);
        if (left == 0) {
          break;
        }
      } else {
        changed.add(step);
      }
    }
    changed.add(end);
    return new Reply(changed);
  }

  private Reply plus(Step step) {
    var changed = new ArrayList<Step>(steps);
    changed.add(step);
    return new Reply(changed);
  }

  private static String head(int status, String contentType, String framing, String... headers) {
    var head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
    head.append("Content-Type: ").append(contentType).append("\r\n");
    head.append(framing).append("\r\n");
    for (var header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  private static byte[] chunk(byte[] content) {
    var size = (Integer.toHexString(content.length) + "\r\n").getBytes(UTF_8);
    return joined(joined(size, content), "\r\n".getBytes(UTF_8));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
