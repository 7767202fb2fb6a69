package dev.headgate.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A client that sends whatever bytes it is told to.
public final class RawClient implements AutoCloseable {
  public final Socket socket;
  private final InputStream in;

  public RawClient(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  public RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(20_000);
    in = socket.getInputStream();
  }

  /// @param headers with names in lower case
  public record Answer(int status, Map<String, String> headers, String body) {}

  public RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  public RawClient get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  public RawClient post(String path, String json) throws IOException {
    var length = json.getBytes(StandardCharsets.UTF_8).length;
    return send(
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + length
            + "\r\n\r\n"
            + json);
  }

  public Answer answer() throws IOException {
    var status = Integer.parseInt(line().split(" ", 3)[1]);
    var headers = new LinkedHashMap<String, String>();
    for (var line = line(); !line.isEmpty(); line = line()) {
      var colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    if (status == 100) {
      return new Answer(status, headers, "");
    }
    if (headers.containsKey("content-length")) {
      var bytes = in.readNBytes(Integer.parseInt(headers.get("content-length")));
      return new Answer(status, headers, new String(bytes, StandardCharsets.UTF_8));
    }
    var body = new ByteArrayOutputStream();
    for (var size = chunkSize(); size > 0; size = chunkSize()) {
      body.write(in.readNBytes(size));
      line();
    }
    line();
    return new Answer(status, headers, body.toString(StandardCharsets.UTF_8));
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  /// Without its line end; throws at the end of the connection.
  public String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (var b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the connection ended after \"" + line + "\"");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  /// Reads up to and including a text.
  public String readUntil(String end) throws IOException {
    var text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      var b = in.read();
      if (b < 0) {
        throw new IOException("the connection ended after \"" + text + "\"");
      }
      text.append((char) b);
    }
    return text.toString();
  }

  /// Whether the server has closed the connection, after whatever is still to be read.
  public boolean isClosedByServer() {
    try {
      while (in.read() >= 0) {}
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /// Closes in order, while its answer is still to come.
  public void leave() throws IOException {
    socket.close();
  }

  /// Closes with a reset instead of an orderly end.
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
