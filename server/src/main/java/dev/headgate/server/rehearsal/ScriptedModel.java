package dev.headgate.server.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.server.http.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/// A provider that speaks OpenAI's chat completions on a port of this machine and does with each
/// request what its script says: the first of a ticket gets the first act of its model, and so on;
/// after the last act comes the first again. Thread-safe.
public final class ScriptedModel implements AutoCloseable {
  private static final Pattern TICKET = Pattern.compile("Ticket: ([A-Za-z0-9-]+)");
  private static final int BAD_REQUEST = 400;

  /// Characters of an answer in one event of a stream.
  private static final int PIECE = 16;

  /// Most requests that are remembered since [#listen].
  private static final int MOST_HEARD = 100;

  private final Scenes scenes;
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("scripted-model-", 0).factory());
  private final Map<String, Integer> turns = new HashMap<>();
  private final List<String> heard = new ArrayList<>();

  private ScriptedModel(Scenes scenes, HttpServer server) {
    this.scenes = scenes;
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
  }

  /// @throws IOException if nobody can listen on that port
  public static ScriptedModel start(Scenes scenes, int port) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var model = new ScriptedModel(scenes, HttpServer.create(address, 0));
    model.server.start();
    return model;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /// Begins anew: every ticket at its first act, and nothing heard.
  public synchronized void listen() {
    turns.clear();
    heard.clear();
  }

  /// The requests since [#listen], as they came.
  public synchronized List<String> heard() {
    return List.copyOf(heard);
  }

  /// Breaks off what is being said.
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    // Closing what has sent less than it announced breaks the connection.
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      try {
        var request = Json.readObject(body, in -> Json.readMap(in, "request"));
        perform(next(request, new String(body, UTF_8)), request, exchange);
      } catch (CallFailed _) {
        fail(exchange, BAD_REQUEST, "invalid_request_error");
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized Act next(Map<String, Object> request, String body) {
    if (heard.size() < MOST_HEARD) {
      heard.add(body);
    }
    var model = String.valueOf(request.get("model"));
    var named = TICKET.matcher(body);
    var ticket = named.find() ? named.group(1) : "";
    var acts = scenes.find(ticket).map(scene -> scene.acts(model)).orElse(List.of());
    if (acts.isEmpty()) {
      return Act.good(model, scenes.otherwise());
    }
    var turn = turns.merge(ticket + ' ' + model, 1, Integer::sum) - 1;
    return acts.get(turn % acts.size());
  }

  private static void perform(Act act, Map<String, Object> request, HttpExchange exchange)
      throws IOException, InterruptedException {
    Thread.sleep(act.after());
    if (act.status() != Act.OK) {
      fail(exchange, act.status(), act.code());
      return;
    }
    var streams = Boolean.TRUE.equals(request.get("stream"));
    var pieces = streams ? events(act) : List.of(whole(act));
    exchange
        .getResponseHeaders()
        .set("Content-Type", streams ? "text/event-stream" : "application/json");
    var length = pieces.stream().mapToInt(piece -> piece.length).sum();
    exchange.sendResponseHeaders(Act.OK, length);
    var left = act.cut() ? length / 2 : length;
    for (var piece : pieces) {
      var size = Math.min(left, piece.length);
      exchange.getResponseBody().write(piece, 0, size);
      exchange.getResponseBody().flush();
      left -= size;
    }
  }

  private static void fail(HttpExchange exchange, int status, String code) throws IOException {
    var body =
        Json.bytes(out -> {
          out.writeStartObject();
          out.writeObjectPropertyStart("error");
          out.writeStringProperty("message", "as the script says");
          out.writeStringProperty("type", "scripted");
          out.writeStringProperty("code", code);
          out.writeEndObject();
          out.writeEndObject();
        });
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static byte[] whole(Act act) {
    return Json.bytes(out -> {
      begin(out, act, "chat.completion");
      out.writeObjectPropertyStart("message");
      out.writeStringProperty("role", "assistant");
      out.writeStringProperty("content", act.says());
      out.writeEndObject();
      out.writeStringProperty("finish_reason", "stop");
      end(out, act);
    });
  }

  private static List<byte[]> events(Act act) {
    var events = new ArrayList<byte[]>();
    var says = act.says();
    for (int from = 0, to; from < says.length(); from = to) {
      to = Math.min(from + PIECE, says.length());
      // Half a character is none.
      to += to < says.length() && Character.isLowSurrogate(says.charAt(to)) ? 1 : 0;
      events.add(event(act, says.substring(from, to), false));
    }
    events.add(event(act, "", true));
    events.add("data: [DONE]\n\n".getBytes(UTF_8));
    return events;
  }

  private static byte[] event(Act act, String piece, boolean isLast) {
    var json =
        Json.bytes(out -> {
          begin(out, act, "chat.completion.chunk");
          out.writeObjectPropertyStart("delta");
          if (!isLast) {
            out.writeStringProperty("content", piece);
          }
          out.writeEndObject();
          out.writeName("finish_reason");
          if (isLast) {
            out.writeString("stop");
            end(out, act);
          } else {
            out.writeNull();
            out.writeEndObject();
            out.writeEndArray();
            out.writeEndObject();
          }
        });
    return ("data: " + new String(json, UTF_8) + "\n\n").getBytes(UTF_8);
  }

  private static void begin(JsonGenerator out, Act act, String kind) {
    out.writeStartObject();
    out.writeStringProperty("id", "chatcmpl-scripted");
    out.writeStringProperty("object", kind);
    out.writeNumberProperty("created", 1);
    out.writeStringProperty("model", act.model());
    out.writeArrayPropertyStart("choices");
    out.writeStartObject();
    out.writeNumberProperty("index", 0);
  }

  // Nothing is charged, so what was used matters to nobody; it is counted all the same.
  private static void end(JsonGenerator out, Act act) {
    out.writeEndObject();
    out.writeEndArray();
    out.writeObjectPropertyStart("usage");
    out.writeNumberProperty("prompt_tokens", 1);
    out.writeNumberProperty("completion_tokens", Math.ceilDiv(act.says().length(), 4));
    out.writeNumberProperty("total_tokens", 1 + Math.ceilDiv(act.says().length(), 4));
    out.writeEndObject();
    out.writeEndObject();
  }
}
