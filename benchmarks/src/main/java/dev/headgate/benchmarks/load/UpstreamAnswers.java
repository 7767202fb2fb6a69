package dev.headgate.benchmarks.load;

import java.nio.charset.StandardCharsets;

/// Answers in OpenAI's wire format, ready to be sent.
final class UpstreamAnswers {
  static final byte[] STREAM_HEAD =
      ascii(
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
  static final byte[] STREAM_END = streamEnd();

  private static final int WHOLE_FRAME = 260;
  private static final String WORDS = "the gate decides what flows, how much, and when to stop; ";

  private UpstreamAnswers() {}

  /// @param bytes about so many in the body
  static byte[] whole(int bytes) {
    return answer(
        "application/json",
        """
        {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-4o-mini","choices":[{"index":0,"message":\
        {"role":"assistant","content":"%s"},"finish_reason":"stop"}],\
        "usage":{"prompt_tokens":200,"completion_tokens":100,"total_tokens":300}}\
        """
            .formatted(words(bytes - WHOLE_FRAME)));
  }

  static byte[] text(String text) {
    return answer("text/plain", text);
  }

  private static byte[] answer(String type, String body) {
    return ascii(
        "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(type, body.length(), body));
  }

  /// An event whose text is its number.
  static byte[] event(int number) {
    return chunk("{%s%d \"}".formatted(EventCheck.MARK, number), "null");
  }

  /// An event of a kilobyte.
  static byte[] longEvent() {
    return chunk("{\"content\":\"%s\"}".formatted(words(860)), "null");
  }

  private static byte[] streamEnd() {
    var usage =
        "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini\",\"choices\":[],\"usage\":{\"prompt_tokens\":200,\"completion_tokens\":100,\"total_tokens\":300}}\n\n";
    return ascii(
        new String(chunk("{}", "\"stop\""), StandardCharsets.US_ASCII)
            + framed(usage)
            + framed("data: [DONE]\n\n")
            + "0\r\n\r\n");
  }

  private static byte[] chunk(String delta, String finishReason) {
    return ascii(
        framed(
            "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini\",\"choices\":[{\"index\":0,\"delta\":"
                + delta
                + ",\"finish_reason\":"
                + finishReason
                + "}]}\n\n"));
  }

  private static String framed(String event) {
    return Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
  }

  /// Prose of that length.
  static String words(int length) {
    var most = Math.max(0, length);
    return WORDS.repeat(most / WORDS.length() + 1).substring(0, most);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
