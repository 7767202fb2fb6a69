package dev.headgate.providers.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/// Status line and headers of an answer, read strictly from bytes: what RFC 9112 leaves to the
/// reader's goodwill is refused. Only the headers that the gateway acts on are kept.
final class ResponseHead {
  private static final int MAX_HEADERS = 200;

  private final byte[] bytes;
  private int at;

  private int status;
  private boolean http11;
  private boolean close;
  private boolean chunked;
  private long contentLength = -1;
  private @Nullable String contentType;
  private @Nullable String contentEncoding;
  private @Nullable String retryAfter;
  private @Nullable String requestId;
  private @Nullable String errorType;
  private @Nullable String inputTokens;
  private @Nullable String servedTier;

  private ResponseHead(byte[] bytes, int from) {
    this.bytes = bytes;
    this.at = from;
  }

  /// Reads `bytes[from, to)`, which end with an empty line.
  static ResponseHead parse(byte[] bytes, int from, int to) throws MalformedAnswer {
    var head = new ResponseHead(bytes, from);
    head.readStatusLine(head.lineEnd(to));
    var headers = 0;
    while (bytes[head.at] != '\r') {
      if (++headers > MAX_HEADERS) {
        throw new MalformedAnswer("more than " + MAX_HEADERS + " headers");
      }
      head.readHeader(head.lineEnd(to));
    }
    if (head.at + 2 != to) {
      throw new MalformedAnswer("a carriage return within a header");
    }
    head.check();
    return head;
  }

  int status() {
    return status;
  }

  boolean isInterim() {
    return status < 200;
  }

  boolean hasBody() {
    return status != 204 && status != 304;
  }

  boolean isChunked() {
    return chunked;
  }

  /// Bytes of the body, or -1 if the head does not say.
  long contentLength() {
    return contentLength;
  }

  boolean keepsConnection() {
    return http11 && !close;
  }

  String contentType() {
    return contentType == null ? "" : contentType;
  }

  @Nullable String retryAfter() {
    return retryAfter;
  }

  @Nullable String requestId() {
    return requestId;
  }

  @Nullable String errorType() {
    return errorType;
  }

  @Nullable String inputTokens() {
    return inputTokens;
  }

  @Nullable String servedTier() {
    return servedTier;
  }

  private int lineEnd(int to) throws MalformedAnswer {
    for (int i = at; i + 1 < to; i++) {
      if (bytes[i] == '\r') {
        if (bytes[i + 1] != '\n') {
          throw new MalformedAnswer("a carriage return within a header");
        }
        return i;
      }
    }
    throw new MalformedAnswer("a header without an end");
  }

  // HTTP/1.1 200 OK
  private void readStatusLine(int end) throws MalformedAnswer {
    if (end - at < 12
        || !matches(at, at + 7, "http/1.")
        || (bytes[at + 7] != '0' && bytes[at + 7] != '1')
        || bytes[at + 8] != ' '
        || (end - at > 12 && bytes[at + 12] != ' ')) {
      throw new MalformedAnswer("a status line that is not HTTP/1.1");
    }
    http11 = bytes[at + 7] == '1';
    for (int i = at + 9; i < at + 12; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        throw new MalformedAnswer("a status that is not a number");
      }
      status = status * 10 + bytes[i] - '0';
    }
    if (status < 100 || status > 599 || status == 101) {
      throw new MalformedAnswer("the status " + status);
    }
    refuseControls(at + 12, end);
    at = end + 2;
  }

  private void readHeader(int end) throws MalformedAnswer {
    var colon = at;
    while (colon < end && isToken(bytes[colon])) {
      colon++;
    }
    if (colon == at || colon == end || bytes[colon] != ':') {
      throw new MalformedAnswer("a header name that is folded, empty or has forbidden characters");
    }
    var from = colon + 1;
    var to = end;
    while (from < to && (bytes[from] == ' ' || bytes[from] == '\t')) {
      from++;
    }
    while (to > from && (bytes[to - 1] == ' ' || bytes[to - 1] == '\t')) {
      to--;
    }
    refuseControls(from, to);
    keep(at, colon, from, to);
    at = end + 2;
  }

  private void keep(int name, int nameEnd, int from, int to) throws MalformedAnswer {
    switch (nameEnd - name) {
      case 10 -> {
        if (matches(name, nameEnd, "connection")) {
          close |= hasToken(from, to, "close");
        } else if (matches(name, nameEnd, "request-id")) {
          requestId = text(from, to);
        }
      }
      case 11 -> {
        if (matches(name, nameEnd, "retry-after")) {
          retryAfter = text(from, to);
        }
      }
      case 12 -> {
        if (matches(name, nameEnd, "content-type")) {
          contentType = text(from, to);
        } else if (matches(name, nameEnd, "x-request-id")) {
          requestId = text(from, to);
        }
      }
      case 14 -> {
        if (matches(name, nameEnd, "content-length")) {
          readContentLength(from, to);
        }
      }
      case 16 -> {
        if (matches(name, nameEnd, "content-encoding")) {
          contentEncoding = text(from, to);
        } else if (matches(name, nameEnd, "x-amzn-requestid")) {
          requestId = text(from, to);
        } else if (matches(name, nameEnd, "x-amzn-errortype")) {
          errorType = text(from, to);
        }
      }
      case 17 -> {
        if (matches(name, nameEnd, "transfer-encoding")) {
          readTransferEncoding(from, to);
        }
      }
      case 21 -> {
        if (matches(name, nameEnd, "x-gemini-service-tier")) {
          servedTier = text(from, to);
        }
      }
      case 32 -> {
        if (matches(name, nameEnd, "x-amzn-bedrock-input-token-count")) {
          inputTokens = text(from, to);
        }
      }
      default -> {}
    }
  }

  private void readContentLength(int from, int to) throws MalformedAnswer {
    if (from == to || to - from > 18) {
      throw new MalformedAnswer("a content length that is not a number");
    }
    var length = 0L;
    for (int i = from; i < to; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        throw new MalformedAnswer("a content length that is not a number");
      }
      length = length * 10 + bytes[i] - '0';
    }
    if (contentLength >= 0 && contentLength != length) {
      throw new MalformedAnswer("two content lengths that disagree");
    }
    contentLength = length;
  }

  private void readTransferEncoding(int from, int to) throws MalformedAnswer {
    if (chunked || !matches(from, to, "chunked")) {
      throw new MalformedAnswer("a transfer encoding other than chunked");
    }
    chunked = true;
  }

  private void check() throws MalformedAnswer {
    if (chunked && contentLength >= 0) {
      throw new MalformedAnswer("both a content length and chunks");
    }
    if (chunked && !http11) {
      throw new MalformedAnswer("chunks in HTTP/1.0");
    }
    if (contentEncoding != null && !contentEncoding.equalsIgnoreCase("identity")) {
      throw new MalformedAnswer("a compressed body that was not asked for");
    }
  }

  private void refuseControls(int from, int to) throws MalformedAnswer {
    for (int i = from; i < to; i++) {
      if ((bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\t') || bytes[i] == 127) {
        throw new MalformedAnswer("a control character within a header");
      }
    }
  }

  private boolean hasToken(int from, int to, String token) {
    var start = from;
    for (int i = from; i <= to; i++) {
      if (i == to || bytes[i] == ',') {
        var end = i;
        while (start < end && bytes[start] == ' ') {
          start++;
        }
        while (end > start && bytes[end - 1] == ' ') {
          end--;
        }
        if (matches(start, end, token)) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  private boolean matches(int from, int to, String lowerCase) {
    if (to - from != lowerCase.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      var b = bytes[i];
      if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != lowerCase.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isToken(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || (b > ' ' && "!#$%&'*+-.^_`|~".indexOf(b) >= 0);
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, ISO_8859_1);
  }
}
