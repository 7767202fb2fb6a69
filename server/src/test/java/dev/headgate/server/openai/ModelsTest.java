package dev.headgate.server.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.server.http.TestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

final class ModelsTest {
  @Test
  void listsFeaturesAndAliases() throws Exception {
    try (var server = new TestServer()) {
      assertThat(server.get("/v1/models").body())
          .isEqualTo(
              """
              {"object":"list","data":[\
              {"id":"feature/handbook","object":"model","created":1772366400,"owned_by":"headgate"},\
              {"id":"smart","object":"model","created":1772366400,"owned_by":"headgate"},\
              {"id":"remembered","object":"model","created":1772366400,"owned_by":"headgate"},\
              {"id":"vectors","object":"model","created":1772366400,"owned_by":"headgate"}]}\
              """);
    }
  }

  @Test
  void listsThemInTheFormOfWhoeverAsks() throws Exception {
    try (var server = new TestServer()) {
      var google = asking(server, "/v1/models", "x-goog-api-key", "any").body();
      var anthropic = asking(server, "/v1/models", "anthropic-version", "2023-06-01").body();

      assertThat(google).startsWith("{\"models\":[{\"name\":\"models/feature/handbook\"");
      assertThat(anthropic)
          .startsWith(
              "{\"data\":[{\"type\":\"model\",\"id\":\"feature/handbook\",\"display_name\":\"feature/handbook\","
                  + "\"created_at\":\"2026-03-01T12:00:00Z\"}")
          .endsWith(
              "\"has_more\":false,\"first_id\":\"feature/handbook\",\"last_id\":\"vectors\"}");
      assertThat(asking(server, "/v1/models/smart", "x-goog-api-key", "any").body())
          .contains("\"name\":\"models/smart\"");
      assertThat(asking(server, "/v1/models/smart", "anthropic-version", "2023-06-01").body())
          .contains("\"type\":\"model\"");
    }
  }

  private static HttpResponse<String> asking(
      TestServer server, String path, String header, String value) throws Exception {
    return server.send(server.request(path).header(header, value));
  }

  @Test
  void showsAModelWhoseNameHasASlash() throws Exception {
    try (var server = new TestServer()) {
      assertThat(server.get("/v1/models/feature/handbook").body()).contains("feature/handbook");
      assertThat(server.get("/v1/models/feature%2Fhandbook").body()).contains("feature/handbook");
      assertThat(server.get("/v1/models/smart").statusCode()).isEqualTo(200);
      assertThat(server.get("/v1/models/other").body()).contains("\"model_not_found\"");
      assertThat(server.get("/v1/models/").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void refusesAPathThatCannotBeDecoded() throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      assertThat(client.get("/v1/models/%zz").answer().status()).isEqualTo(400);
    }
  }
}
