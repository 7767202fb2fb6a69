package dev.headgate.server.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.server.http.TestServer;
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
